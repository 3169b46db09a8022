/** Runs that go on after a restore with their open calls, and schedules that catch up. */
import type { PendingRun, PendingSchedule, Restore } from "@towpath/client";

import { Link } from "../../parts/link/Link";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { Table, type Column } from "../../parts/table/Table";
import { number, plural } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { server } from "../../words/server";
import { sortedRuns, toneOf } from "./pending";
import styles from "./Server.module.css";

const words = server.restore;

/** The runs, those first that somebody has to look at. */
export function PendingRuns({ of: { runs, unfinished } }: { of: Restore }) {
  return (
    <div className={styles["part"]}>
      <h3>{words.runs}</h3>
      {unfinished > runs.length ? (
        <p className={styles["notice"]}>{words.shown(number(runs.length), number(unfinished))}</p>
      ) : null}
      <Table
        label={words.runsLabel}
        rows={sortedRuns(runs)}
        columns={COLUMNS}
        keyOf={(run) => run.id}
        sortName="runs"
        empty={<p className={styles["soft"]}>{words.noRuns}</p>}
      />
    </div>
  );
}

const COLUMNS: readonly Column<PendingRun>[] = [
  {
    id: "workflow",
    label: words.workflow,
    width: "minmax(12rem, 3fr)",
    cell: ({ id, namespace, name, version }) => (
      <>
        <Link look="row" to="/runs/$run" params={{ run: id }}>
          {`${namespace}/${name}`}
        </Link>
        <div className={styles["soft"]}>{version}</div>
      </>
    ),
  },
  {
    id: "started",
    label: words.started,
    width: "8rem",
    sort: (run) => Date.parse(run.startedAt),
    cell: (run) => <Time at={run.startedAt} />,
  },
  {
    id: "goesOn",
    label: words.goesOn,
    width: "8rem",
    sort: (run) => (run.wakeAt === undefined ? 0 : Date.parse(run.wakeAt)),
    cell: (run) => (run.wakeAt === undefined ? words.atOnce : <Time at={run.wakeAt} />),
  },
  {
    id: "calls",
    label: words.calls,
    width: "minmax(16rem, 5fr)",
    cell: (run) => <Calls run={run} />,
  },
];

function Calls({ run: { calls, problem } }: { run: PendingRun }) {
  if (problem !== undefined) {
    return (
      <span>
        <Badge tone="bad">
          <Prose>{problem}</Prose>
        </Badge>
      </span>
    );
  }
  if (calls.length === 0) {
    return <span className={styles["soft"]}>{words.noCalls}</span>;
  }
  return (
    <ul className={styles["list"]}>
      {calls.map((call, index) => (
        <li key={`${call.task} ${String(index)}`} className={styles["line"]}>
          <code>{call.what}</code>
          <Badge tone={toneOf(call.fate)}>{words.fates[call.fate] ?? call.fate}</Badge>
        </li>
      ))}
    </ul>
  );
}

/** The schedules with the times that they make up for. */
export function PendingSchedules({ of }: { of: readonly PendingSchedule[] }) {
  return (
    <div className={styles["part"]}>
      <h3>{words.schedules}</h3>
      {of.length === 0 ? <p className={styles["soft"]}>{words.noSchedules}</p> : null}
      <ul className={styles["list"]}>
        {of.map(({ namespace, name, due }) => (
          <li key={`${namespace}/${name}`} className={styles["line"]}>
            <Link to="/schedules" search={{ q: `${namespace}/${name}` }}>
              {`${namespace}/${name}`}
            </Link>
            <span>{`${number(due.length)} ${plural(due.length, words.due)}`}</span>
            {due[0] === undefined ? null : (
              <span className={styles["soft"]}>
                <Time at={due[0]} isExact />
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
