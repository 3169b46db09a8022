/** How an app calls one workflow: what it takes and gives, code, a real try, errors, versions, and the latest calls. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { Version } from "@towpath/client";
import { useMemo, useState } from "react";

import { interfaceOf, versions, type Face } from "../../api/published";
import { rolesOf, useMe } from "../../api/session";
import { Select } from "../../parts/field/Select";
import { Link } from "../../parts/link/Link";
import { Columns, Page, Section } from "../../parts/page/Page";
import { Loaded } from "../../parts/query/Loaded";
import { Badge, Live, State } from "../../parts/state/State";
import { useUrl } from "../../parts/url/useUrl";
import { Copyable } from "../../parts/values/Short";
import { parts } from "../../words/parts";
import { developers as words } from "../../words/developers";
import { hasRole, readers } from "../roles";
import { Attempt } from "./Attempt";
import styles from "./Developers.module.css";
import { Errors } from "./Errors";
import { Examples } from "./Examples";
import { LatestCalls } from "./LatestCalls";
import { exampleOf } from "./schema-rows";
import { SchemaTable } from "./SchemaTable";
import { Snippets } from "./Snippets";
import { addressOf } from "./snippets";
import { VersionTable } from "./VersionTable";

/** The page. */
export function CallPage() {
  const { namespace = "", name = "" } = useParams({ strict: false });
  const known = useQuery(versions(namespace, name));
  const usual = callersGet(known.data);
  const [wanted, setWanted] = useUrl("version");
  const version = known.data?.find((one) => one.version === wanted) ?? usual;
  const pinned = version === undefined || version === usual ? undefined : version.version;
  const face = useQuery(interfaceOf(namespace, name, pinned));
  const title = version?.title ?? name;
  return (
    <Page
      title={title}
      back={<Link to="/developers">{words.back}</Link>}
      marks={version === undefined ? null : <Marks version={version} />}
      about={<About namespace={namespace} name={name} pinned={pinned} />}
      actions={
        <VersionChoice all={known.data ?? []} usual={usual} value={version?.version} onChange={setWanted} />
      }
    >
      <Loaded query={face} title={words.head.failed} lines={10}>
        {(data) => <Content key={data.version} face={data} of={{ namespace, name, pinned }} />}
      </Loaded>
      <VersionTable query={known} usual={usual?.version} />
      <LatestCalls namespace={namespace} name={name} />
    </Page>
  );
}

function Content(properties: {
  face: Face;
  of: { namespace: string; name: string; pinned: string | undefined };
}) {
  const { face, of } = properties;
  const examples = useMemo(() => face.examples ?? [], [face.examples]);
  const first = useMemo(
    () => (examples[0] === undefined ? exampleOf(face.input ?? {}) : examples[0].input),
    [examples, face.input],
  );
  // What is tried is what the code shows: an example that is chosen fills in both.
  const [input, setInput] = useState<unknown>(first);
  const call = { base: location.origin, namespace: of.namespace, name: of.name, version: of.pinned, input };
  return (
    <>
      <Columns>
        <Section title={words.input.title} isCard>
          <SchemaTable schema={face.input} label={words.input.label} none={words.input.none} />
        </Section>
        <Section title={words.output.title} isCard>
          <SchemaTable schema={face.output} label={words.output.label} none={words.output.none} />
        </Section>
      </Columns>
      <Examples examples={examples} onUse={setInput} />
      <Snippets call={call} />
      <Attempt schema={face.input} call={call} input={input} onInput={setInput} />
      <Errors raised={face.errors ?? []} />
    </>
  );
}

function Marks({ version }: { version: Version }) {
  if (version.switchedOff !== undefined && version.switchedOff !== null) {
    return <Badge tone="bad">{words.list.off}</Badge>;
  }
  return version.state === "published" ? <Live version={version.version} /> : <State of={version.state} />;
}

function About(properties: { namespace: string; name: string; pinned: string | undefined }) {
  const { namespace, name, pinned } = properties;
  const isReader = hasRole(rolesOf(useMe()), readers);
  const address = addressOf({ base: location.origin, namespace, name, version: pinned, input: undefined });
  return (
    <span className={styles["about"]}>
      <span className={styles["address"]}>
        <span className={styles["method"]}>{words.head.method}</span> <Copyable text={address} />
      </span>
      {isReader ? (
        <Link to="/workflows/$namespace/$name/explain" params={{ namespace, name }}>
          {words.head.explain}
        </Link>
      ) : null}
    </span>
  );
}

function VersionChoice(properties: {
  all: readonly Version[];
  usual: Version | undefined;
  value: string | undefined;
  onChange: (version: string) => void;
}) {
  const { all, usual, value, onChange } = properties;
  const callable = all.filter((one) => one.state === "published" || one.state === "deprecated");
  if (callable.length < 2) {
    return null;
  }
  return (
    <Select
      label={words.head.version}
      value={value}
      onChange={(chosen) => onChange(chosen === usual?.version ? "" : chosen)}
      options={callable.map((one) => ({
        value: one.version,
        label: one === usual ? words.head.latest(one.version) : one.version,
        about: parts.states[one.state],
      }))}
    />
  );
}

/** The version for callers who name none. */
function callersGet(all: readonly Version[] | undefined): Version | undefined {
  const named = all?.find((one) => one.callersGet !== undefined && one.callersGet !== null)?.callersGet;
  return (
    all?.find((one) => one.version === named) ?? all?.find((one) => one.state === "published") ?? all?.[0]
  );
}
