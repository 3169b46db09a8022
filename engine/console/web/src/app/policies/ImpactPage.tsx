/** What the saved policies would change, before they are put in force: who loses what, and the one button. */
import { useQueries, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ProblemError } from "@towpath/client";

import { activePolicies, impact, policies as saved, policy } from "../../api/policies";
import { useMe } from "../../api/session";
import { Diff } from "../../parts/diff/Diff";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Empty } from "../../parts/empty/Empty";
import { Checkbox } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Page, Row, Section } from "../../parts/page/Page";
import { changesOf, type SetChange } from "../../parts/policy/changes";
import { ImpactView } from "../../parts/policy/ImpactView";
import { Loaded } from "../../parts/query/Loaded";
import { Badge } from "../../parts/state/State";
import { number } from "../../parts/time/format";
import { useUrl } from "../../parts/url/useUrl";
import { policies } from "../../words/policies";
import { policy as policyWords } from "../../words/policy";
import { Activate } from "./Activate";
import styles from "./Policies.module.css";
import { isIt } from "./rights";
import { chosenOf, textsFor, toggled } from "./selection";

const words = policies.impact;

/** The page. */
export function ImpactPage() {
  const all = useQuery(saved);
  const active = useQuery(activePolicies);
  const inForce = Object.fromEntries((active.data?.policies ?? []).map(({ name, source }) => [name, source]));
  const ahead = (all.data ?? []).filter((one) => !one.active).map((one) => one.name);
  const texts = useQueries({ queries: ahead.map((name) => policy(name)) });
  const isRead = all.isSuccess && active.isSuccess && texts.every((one) => one.isSuccess);
  const back = <Link to="/policies">← {policies.back}</Link>;
  const failing: UseQueryResult<unknown> = [all, active, ...texts].find((one) => one.isError) ?? all;
  return (
    <Page title={words.title} about={words.about} back={back}>
      {isRead ? (
        <Content
          changes={savedChanges(
            all.data,
            inForce,
            texts.flatMap(({ data }) => (data === undefined ? [] : [data])),
          )}
        />
      ) : (
        <Loaded query={failing} title={words.failed} lines={8}>
          {() => null}
        </Loaded>
      )}
    </Page>
  );
}

/** What differs between what is saved and what is in force. */
function savedChanges(
  all: readonly { name: string; active: boolean }[],
  inForce: Readonly<Record<string, string>>,
  texts: readonly { name: string; source: string }[],
): SetChange[] {
  const fresh = new Map(texts.map(({ name, source }) => [name, source]));
  const after = all.map(({ name }) => [name, fresh.get(name) ?? inForce[name] ?? ""]);
  return changesOf(inForce, Object.fromEntries(after) as Record<string, string>);
}

const RERUNS = ["0", "50", "200", "1000"];
const DAYS = ["1", "7", "30", "90"];

function Content({ changes }: { changes: readonly SetChange[] }) {
  const [left, setLeft] = useUrl("without");
  const [days, setDays] = useUrl("days", "7");
  const [rerun, setRerun] = useUrl("rerun", "0");
  const chosen = chosenOf(changes, left);
  const of = { days: Number(days) || 7, rerun: Number(rerun) || 0 };
  const query = useQuery({
    ...impact(of, textsFor(changes, chosen)),
    enabled: changes.length > 0,
    retry: false,
  });
  const me = useMe();
  if (changes.length === 0) {
    return (
      <Empty title={words.changesNone} action={<ButtonLink to="/policies">{policies.back}</ButtonLink>} />
    );
  }
  return (
    <>
      <Section title={words.changes}>
        <Changes
          changes={changes}
          chosen={chosen}
          onToggle={(name, isChosen) => setLeft(toggled(left, name, isChosen))}
        />
      </Section>
      <Row>
        <Select
          label={words.days}
          value={days}
          onChange={setDays}
          options={DAYS.map((value) => ({ value, label: words.day(value) }))}
        />
        <Select
          label={words.rerun}
          value={rerun}
          onChange={setRerun}
          options={RERUNS.map((value) => ({
            value,
            label: value === "0" ? words.reruns.none : words.reruns.some(number(Number(value))),
          }))}
        />
      </Row>
      <ToRepair error={query.error} />
      <Loaded
        query={query}
        title={query.error instanceof ProblemError ? words.problems : words.failed}
        lines={10}
      >
        {(found) => (
          <>
            <ImpactView of={found} isRerun={of.rerun > 0} />
            {isIt(me) ? (
              <Activate
                key={found.digest}
                impact={found}
                chosen={chosen}
                isAll={chosen.length === changes.length}
                isStale={query.isFetching}
              />
            ) : (
              <p className={styles["soft"]}>{words.notYou}</p>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

function Changes(properties: {
  changes: readonly SetChange[];
  chosen: readonly string[];
  onToggle: (name: string, isChosen: boolean) => void;
}) {
  const { changes, chosen, onToggle } = properties;
  return (
    <ul className={styles["changes"]}>
      {changes.map((one) => (
        <li key={one.name} className={styles["change"]}>
          <Checkbox
            aria-label={words.include(one.name)}
            isSelected={chosen.includes(one.name)}
            onChange={(isChosen) => onToggle(one.name, isChosen)}
          >
            {null}
          </Checkbox>
          <div className={styles["grow"]}>
            <Disclosure
              title={
                <span className={styles["marks"]}>
                  <code>{one.name}</code>
                  <Badge tone={one.kind === "removed" ? "bad" : "draft"}>
                    {policyWords.changes[one.kind]}
                  </Badge>
                </span>
              }
            >
              <Diff before={one.before} after={one.after} label={one.name} />
            </Disclosure>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** The policies with problems, to open them. */
function ToRepair({ error }: { error: unknown }) {
  const found = error instanceof ProblemError ? (error.problem.diagnostics ?? []) : [];
  const names = new Set(found.flatMap((one) => /^policy `([^`]+)`/.exec(one.message)?.[1] ?? []));
  return names.size === 0 ? null : (
    <p className={styles["marks"]}>
      {[...names].map((name) => (
        <ButtonLink key={name} to="/policies/$policy" params={{ policy: name }} icon="edit">
          {words.openPolicy(name)}
        </ButtonLink>
      ))}
    </p>
  );
}
