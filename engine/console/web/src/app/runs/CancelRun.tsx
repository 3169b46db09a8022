/** Cancels a run, after saying what that takes and what it leaves. */
import type { Run, Trace } from "@towpath/client";
import { useState } from "react";

import { cancelRun } from "../../api/run";
import { useAct } from "../../parts/act/useAct";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Checkbox } from "../../parts/field/Field";
import { number, plural } from "../../parts/time/format";
import { runs } from "../../words/runs";
import { stateOf } from "./filters";
import { writeUnderWay } from "./under-way";
import styles from "./Run.module.css";

const words = runs.actions;
const WRITES = ["write", "repeatableWrite"];

/** The question. */
export function CancelRun(properties: {
  run: Run;
  title: string;
  trace: Trace | undefined;
  onClose: () => void;
}) {
  const { run, title, trace, onClose } = properties;
  const underWay = writeUnderWay(trace);
  const [isForced, setForced] = useState(false);
  const cancel = useAct({
    act: () => cancelRun(run.id, isForced),
    done: ({ inDoubt = [] }) => (inDoubt.length === 0 ? words.cancelled : words.cancelledDoubt),
    touches: ["one run"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.cancelTitle}
      label={words.cancelAct}
      back={words.keep}
      look="danger"
      act={cancel}
      failed={words.cancelFailed}
      onClose={onClose}
    >
      <p>{words.cancelWhat(title, run.startedBy)}</p>
      <p>{doneText(trace)}</p>
      {stateOf(run) === "held" ? <p>{words.cancelHeld}</p> : null}
      {hasChildren(trace) ? <p>{words.cancelChildren}</p> : null}
      {underWay === "no" ? null : (
        <>
          <p>{underWay === "yes" ? words.cancelUnderWay : words.cancelMaybeUnderWay}</p>
          <Checkbox isSelected={isForced} onChange={setForced}>
            {words.cancelForce}
          </Checkbox>
          {isForced ? <p className={styles["notice"]}>{words.cancelForceHelp}</p> : null}
        </>
      )}
    </AskWhy>
  );
}

function doneText(trace: Trace | undefined): string {
  if (trace === undefined || !trace.complete) {
    return words.cancelUnknown;
  }
  const effects = trace.tasks.flatMap((task) => task.effects);
  const count = effects.filter(({ carriedOut }) => WRITES.includes(carriedOut ?? "")).length;
  return count === 0
    ? words.cancelNothing
    : words.cancelDone(`${number(count)} ${plural(count, words.writes)}`);
}

function hasChildren(trace: Trace | undefined): boolean {
  const effects = trace?.tasks.flatMap((task) => task.effects) ?? [];
  return effects.some(({ kind, endedAt }) => kind === "run" && endedAt === undefined);
}
