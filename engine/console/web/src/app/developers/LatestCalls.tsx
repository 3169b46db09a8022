/** The latest runs of a workflow that the reader has started, with their answer or their error. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";

import { runs } from "../../api/lists";
import { run as runQuery } from "../../api/run";
import { rolesOf, useMe } from "../../api/session";
import { Disclosure } from "../../parts/disclosure/Disclosure";
import { Empty } from "../../parts/empty/Empty";
import { ButtonLink, Link } from "../../parts/link/Link";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { Loaded } from "../../parts/query/Loaded";
import { State } from "../../parts/state/State";
import { Duration, Time } from "../../parts/time/Time";
import { JsonView } from "../../parts/values/JsonView";
import { IdShort } from "../../parts/values/Short";
import { developers } from "../../words/developers";
import { hasRole, readers } from "../roles";
import styles from "./Developers.module.css";

const words = developers.calls;
const LOOKED_AT = 200;
const SHOWN = 10;

/** The section. */
export function LatestCalls({ namespace, name }: { namespace: string; name: string }) {
  const me = useMe();
  const isReader = hasRole(rolesOf(me), readers);
  const query = useQuery(runs({ namespace, workflow: name, draft: false, limit: LOOKED_AT }));
  const all = isReader ? (
    <ButtonLink to="/runs" search={{ workflow: `${namespace}/${name}`, by: "me" }}>
      {words.all}
    </ButtonLink>
  ) : undefined;
  return (
    <Section title={words.title} about={words.about} actions={all} isCard>
      <Loaded query={query} title={words.failed}>
        {(page) => {
          const own = page.runs.filter((one) => one.startedBy === me.principal).slice(0, SHOWN);
          return own.length === 0 ? (
            <Empty title={words.none}>{words.noneWhy}</Empty>
          ) : (
            <ul className={styles["list"]}>
              {own.map((one) => (
                <Call key={one.id} run={one} isReader={isReader} />
              ))}
            </ul>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Call({ run, isReader }: { run: Run; isReader: boolean }) {
  return (
    <li className={styles["listRow"]}>
      <div className={styles["head"]}>
        <State of={run.waitsFor === "release" ? "held" : run.status} isRun />
        <Time at={run.startedAt} />
        <span className={styles["soft"]}>
          <Duration from={run.startedAt} to={run.endedAt} />
        </span>
        <IdShort id={run.id} />
        {isReader ? (
          <Link to="/runs/$run" params={{ run: run.id }}>
            {developers.attempt.open}
          </Link>
        ) : null}
      </div>
      {run.status === "faulted" || run.status === "completed" ? (
        <Disclosure title={run.status === "faulted" ? words.why : words.gave}>
          <Ended id={run.id} />
        </Disclosure>
      ) : null}
    </li>
  );
}

function Ended({ id }: { id: string }) {
  return (
    <Loaded query={useQuery(runQuery(id))}>
      {({ error, output }) =>
        error === undefined || error === null ? (
          <JsonView value={output} label={words.gave} />
        ) : (
          <p>
            <code>{error.code}</code>{" "}
            <Prose>
              {[error.title, error.reason ?? error.detail ?? ""].filter((text) => text !== "").join(": ")}
            </Prose>
          </p>
        )
      }
    </Loaded>
  );
}
