/** One revision of the policies: what it changed, or how it differs from what is in force. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Revision } from "@towpath/client";

import { policySet, policySets } from "../../api/policies";
import { useMe } from "../../api/session";
import { Code } from "../../parts/code/Code";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Empty } from "../../parts/empty/Empty";
import { Choice } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Page, Section } from "../../parts/page/Page";
import { SetChanges } from "../../parts/policy/SetChanges";
import { Principal } from "../../parts/principal/Principal";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { Time } from "../../parts/time/Time";
import { useUrl, useUrlChoice } from "../../parts/url/useUrl";
import { policies } from "../../words/policies";
import { GoBack } from "./GoBack";
import { isIt } from "./rights";

const words = policies.revisions;
const back = <Link to="/policies/revisions">← {words.title}</Link>;

/** The page. */
export function RevisionPage() {
  const { revision } = useParams({ from: "/policies/revisions/$revision" });
  const query = useQuery(policySets);
  const me = useMe();
  const [only] = useUrl("only");
  const title = words.one(revision);
  const revisions = query.data?.revisions;
  const index = revisions?.findIndex((one) => String(one.revision) === revision) ?? -1;
  const one = revisions?.[index];
  if (one === undefined) {
    return (
      <Page title={title} back={back}>
        <Loaded query={query} title={words.oneFailed}>
          {() => <Empty title={words.oneFailed} />}
        </Loaded>
      </Page>
    );
  }
  return (
    <Page
      title={title}
      back={back}
      actions={
        index > 0 && isIt(me) ? <GoBack digest={one.digest} revision={revision} only={only} /> : undefined
      }
      marks={index === 0 ? <Badge tone="good">{words.current}</Badge> : undefined}
      about={
        <>
          <Principal id={one.by} isBare /> <Time at={one.at} isExact />
          {one.reason === undefined ? null : ` · ${one.reason}`}
        </>
      }
    >
      <Compared one={one} previous={revisions?.[index + 1]} current={revisions?.[0]} />
    </Page>
  );
}

function Compared(properties: {
  one: Revision;
  previous: Revision | undefined;
  current: Revision | undefined;
}) {
  const { one, previous, current } = properties;
  const [against, setAgainst] = useUrlChoice("against", ["previous", "now"] as const, "previous");
  const [only] = useUrl("only");
  const isNow = against === "now" && current !== undefined;
  const [before, after] = isNow ? [one, current] : [previous, one];
  const own = useQuery(policySet(after.digest));
  const other = useQuery({ ...policySet(before?.digest ?? ""), enabled: before !== undefined });
  const choice = (
    <Choice
      label={words.compare}
      isLabelUnseen
      value={against}
      onChange={setAgainst}
      options={[
        { value: "previous", label: words.previous },
        { value: "now", label: words.now },
      ]}
    />
  );
  const about = before === undefined ? words.empty : undefined;
  return (
    <>
      <Section title={words.changed} actions={choice} {...(about === undefined ? {} : { about })}>
        <Loaded query={own} title={words.oneFailed} lines={6}>
          {({ texts }) =>
            before !== undefined && other.data === undefined ? (
              <Loaded query={other} title={words.oneFailed}>
                {() => null}
              </Loaded>
            ) : (
              <SetChanges before={narrowed(other.data?.texts ?? {}, only)} after={narrowed(texts, only)} />
            )
          }
        </Loaded>
      </Section>
      <Texts of={one} />
    </>
  );
}

/** All texts, or that of one policy. */
function narrowed(texts: Readonly<Record<string, string>>, only: string): Readonly<Record<string, string>> {
  const text = texts[only];
  return only === "" ? texts : text === undefined ? {} : { [only]: text };
}

function Texts({ of }: { of: Revision }) {
  const query = useQuery(policySet(of.digest));
  return (
    <Disclosure title={words.texts}>
      <Loaded query={query} title={words.oneFailed}>
        {({ texts }) =>
          Object.entries(texts)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, text]) => (
              <Disclosure key={name} title={<code>{name}</code>}>
                <Code label={name} value={text} isReadOnly />
              </Disclosure>
            ))
        }
      </Loaded>
    </Disclosure>
  );
}
