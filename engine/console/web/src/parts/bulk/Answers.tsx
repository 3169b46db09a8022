/** What an act on many runs would be done to, and what became of it. */
import type { BulkAnswer } from "@towpath/client";

import { bulk as words } from "../../words/bulk";
import { Link } from "../link/Link";
import { Prose } from "../prose/Prose";
import { State } from "../state/State";
import { number, plural } from "../time/format";
import { Time } from "../time/Time";
import styles from "./Bulk.module.css";

/** Before: how many, the first of them, and what would be done again. */
export function Looked({ answer }: { answer: BulkAnswer }) {
  const { count, more = false, examples = [], repeats = 0, unprotected = 0, leftOut = 0 } = answer;
  const left = leftOut === 0 ? null : <p>{plural(leftOut, words.leftOut)(number(leftOut))}</p>;
  if (count === 0) {
    return (
      <div className={styles["sheet"]}>
        <p>{words.none}</p>
        {left}
      </div>
    );
  }
  return (
    <div className={styles["sheet"]}>
      <p>
        <strong>{`${number(count)} ${plural(count, words.runs)}`}</strong>
      </p>
      <p>{words.looked}</p>
      {left}
      {repeats === 0 ? null : <p>{words.repeats(changes(repeats))}</p>}
      {unprotected === 0 ? null : <p className={styles["warn"]}>{words.unprotected(changes(unprotected))}</p>}
      {more ? <p className={styles["warn"]}>{words.more}</p> : null}
      <h3>{words.examples}</h3>
      <ul className={styles["list"]}>
        {examples.map((run) => (
          <li key={run.id}>
            <Link to="/runs/$run" params={{ run: run.id }}>
              {`${run.workflow.namespace}/${run.workflow.name}`}
            </Link>
            <span className={styles["soft"]}>{words.version(run.workflow.version)}</span>
            <State of={run.waitsFor === "release" ? "held" : run.status} isRun />
            <span className={styles["soft"]}>
              <Time at={run.startedAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** After: how many, whether there are more, the new runs, and those to which it was not done. */
export function Done({ answer, hasMore }: { answer: BulkAnswer; hasMore: boolean }) {
  const { action, count, started = [], failed = [] } = answer;
  return (
    <div className={styles["sheet"]}>
      <p>
        <strong>{words.done[action](`${number(count)} ${plural(count, words.runs)}`)}</strong>
      </p>
      {hasMore ? <p className={styles["warn"]}>{words.moreDone}</p> : null}
      {started.length === 0 ? null : <Ids title={words.started} ids={started} />}
      {failed.length === 0 ? null : (
        <>
          <h3>{words.failed(`${number(failed.length)} ${plural(failed.length, words.runs)}`)}</h3>
          <ul className={styles["list"]}>
            {failed.map(({ run, problem }) => (
              <li key={run}>
                <RunLink id={run} />
                <span>
                  <Prose>{problem.detail ?? problem.title}</Prose>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Ids({ title, ids }: { title: string; ids: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul className={styles["list"]}>
        {ids.map((id) => (
          <li key={id}>
            <RunLink id={id} />
          </li>
        ))}
      </ul>
    </>
  );
}

function RunLink({ id }: { id: string }) {
  return (
    <Link to="/runs/$run" params={{ run: id }}>
      {words.run(id.slice(-8))}
    </Link>
  );
}

const changes = (count: number) => `${number(count)} ${plural(count, words.changes)}`;
