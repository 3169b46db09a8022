/** Keeps a run as a case of its workflow. */
import { useQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useState } from "react";

import { casesIn } from "../../api/cases";
import { casesOf, readCases, writeCases } from "../../api/published";
import { fixture } from "../../api/run";
import { useOnce } from "../../parts/act/useOnce";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { say } from "../../parts/toast/toasts";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import styles from "./Run.module.css";

const words = runs.actions;

/** The question for its name. */
export function SaveCase({ run, onClose }: { run: Run; onClose: () => void }) {
  const { namespace, name } = run.workflow;
  const known = useQuery(casesOf(namespace, name)).data;
  const [wanted, setWanted] = useState(`run ${run.startedAt.slice(0, 10)} ${run.id.slice(-6)}`);
  const isTaken = known?.items.some((one) => one.name === wanted.trim()) === true;
  const save = useOnce({
    mutationFn: () => saveCase(run, wanted.trim()),
    onSuccess: () => {
      say(words.saved);
      onClose();
    },
  });
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button
        look="primary"
        isDisabled={isTaken || wanted.trim() === ""}
        isPending={save.isPending}
        onPress={() => save.mutate()}
      >
        {words.save}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.saveTitle} foot={foot}>
      <div className={styles["part"]}>
        <p>{words.saveWhat}</p>
        <TextField
          autoFocus
          label={words.saveName}
          help={words.masked}
          error={isTaken ? words.saveTaken : undefined}
          value={wanted}
          onChange={setWanted}
        />
        {save.isError ? <Problem error={save.error} title={words.saveFailed} /> : null}
      </div>
    </Dialog>
  );
}

/** Adds the case to those that are saved now; fails where somebody saves in between, and can be tried again. */
async function saveCase(run: Run, wanted: string): Promise<void> {
  const { namespace, name } = run.workflow;
  const [made, saved] = await Promise.all([fixture(run.id), readCases(namespace, name)]);
  const cases = casesIn(made).map((one, index) => ({
    ...one,
    name: index === 0 ? wanted : `${wanted} ${String(index + 1)}`,
  }));
  await writeCases(namespace, name, [...saved.items, ...cases], saved.tag ?? '"0"');
}
