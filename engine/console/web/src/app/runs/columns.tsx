/** The columns of the list of runs. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useMemo } from "react";

import { workflows } from "../../api/lists";
import { useMe } from "../../api/session";
import { Link } from "../../parts/link/Link";
import { Principal } from "../../parts/principal/Principal";
import { DraftMark, State } from "../../parts/state/State";
import type { Column } from "../../parts/table/Table";
import { Duration, Time, useNow } from "../../parts/time/Time";
import { moment } from "../../parts/time/format";
import { IdShort } from "../../parts/values/Short";
import { runs as words } from "../../words/runs";
import { stateOf } from "./filters";
import styles from "./Runs.module.css";

/** The columns; names of workflows come from the list of workflows. */
export function useColumns(): readonly Column<Run>[] {
  const known = useQuery(workflows).data;
  const me = useMe().principal;
  return useMemo(() => {
    const titles = new Map(known?.map((one) => [`${one.namespace}/${one.name}`, one.title]));
    return [
      {
        id: "what",
        label: words.list.what,
        width: "minmax(14rem, 2fr)",
        cell: (run) => (
          <What run={run} title={titles.get(`${run.workflow.namespace}/${run.workflow.name}`)} />
        ),
      },
      {
        id: "state",
        label: words.list.state,
        width: "minmax(11rem, 1fr)",
        cell: (run) => <RunState run={run} />,
      },
      {
        id: "by",
        label: words.list.by,
        width: "minmax(9rem, 1fr)",
        cell: (run) => <Principal id={run.startedBy} isMe={run.startedBy === me} />,
      },
      { id: "since", label: words.list.since, width: "8.5rem", cell: (run) => <Time at={run.startedAt} /> },
      {
        id: "took",
        label: words.list.took,
        width: "6rem",
        align: "end",
        cell: (run) => <Duration from={run.startedAt} to={run.endedAt} />,
      },
      {
        id: "id",
        label: words.list.id,
        width: "8.5rem",
        align: "end",
        cell: (run) => <IdShort id={run.id} />,
      },
    ];
  }, [known, me]);
}

function What({ run, title }: { run: Run; title: string | undefined }) {
  const { namespace, name, version } = run.workflow;
  return (
    <>
      <span className={styles["what"]}>
        <Link look="row" to="/runs/$run" params={{ run: run.id }}>
          {title ?? name}
        </Link>
        {run.draft === true ? <DraftMark /> : null}
      </span>
      <div className={styles["soft"]}>{`${namespace}/${name} · ${words.list.version(version)}`}</div>
    </>
  );
}

/** The state, and until when or for what it waits. */
export function RunState({ run }: { run: Run }) {
  const now = useNow();
  const state = stateOf(run);
  const isWaiting = state === "waiting";
  const until =
    run.wakeAt === undefined || run.wakeAt === null ? undefined : moment(new Date(run.wakeAt), now);
  return (
    <span className={styles["what"]}>
      <State of={state} isRun />
      {isWaiting && run.waitsFor === "event" ? (
        <span className={styles["soft"]}>{words.list.forEvent}</span>
      ) : null}
      {isWaiting && until !== undefined ? (
        <span className={styles["soft"]}>{words.list.until(until)}</span>
      ) : null}
      {state === "suspended" && run.suspended !== undefined ? (
        <span className={styles["soft"]}>{run.suspended.reason}</span>
      ) : null}
    </span>
  );
}
