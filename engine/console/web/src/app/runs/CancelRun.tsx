/** Cancels a run, after saying what that takes and what it leaves. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Run, Trace } from "@towpath/client";
import { useState } from "react";

import { cancelRun } from "../../api/run";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { Checkbox } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { number, plural } from "../../parts/time/format";
import { say } from "../../parts/toast/toasts";
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
  const queries = useQueryClient();
  const underWay = writeUnderWay(trace);
  const [isForced, setForced] = useState(false);
  const cancel = useMutation({
    mutationFn: () => cancelRun(run.id, isForced),
    onSuccess: async (ended) => {
      say((ended.inDoubt ?? []).length === 0 ? words.cancelled : words.cancelledDoubt);
      onClose();
      await queries.invalidateQueries({ queryKey: ["one run"] });
    },
  });
  const foot = (
    <>
      <Button onPress={onClose} autoFocus>
        {words.keep}
      </Button>
      <Button look="danger" isPending={cancel.isPending} onPress={() => cancel.mutate()}>
        {words.cancelAct}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.cancelTitle} foot={foot}>
      <div className={styles["part"]}>
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
        {cancel.isError ? <Problem error={cancel.error} title={words.cancelFailed} /> : null}
      </div>
    </Dialog>
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
