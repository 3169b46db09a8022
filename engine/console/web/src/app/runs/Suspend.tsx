/** Suspends a run with a reason, and lets it go on. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useState } from "react";

import { resumeRun, suspendRun } from "../../api/run";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Problem } from "../../parts/problem/Problem";
import { say } from "../../parts/toast/toasts";
import { parts } from "../../words/parts";
import { runs } from "../../words/runs";
import styles from "./Run.module.css";

interface Properties {
  run: Run;
  title: string;
  onClose: () => void;
}

/** The question before it rests. */
export function SuspendRun({ run, title, onClose }: Properties) {
  const words = runs.suspend;
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const suspend = useChange(() => suspendRun(run.id, reason.trim()), words.done, onClose);
  const go = () => {
    if (reason.trim() === "") {
      setMissing(true);
    } else {
      suspend.mutate();
    }
  };
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button look="primary" onPress={go} isPending={suspend.isPending}>
        {words.act}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.title} foot={foot}>
      <form
        className={styles["part"]}
        onSubmit={(event) => {
          event.preventDefault();
          go();
        }}
      >
        <p>{words.what(title)}</p>
        <p>{words.meanwhile}</p>
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          value={reason}
          onChange={(text) => {
            setReason(text);
            setMissing(false);
          }}
          maxLength={500}
          isRequired
          autoFocus
          error={isMissing ? words.needed : undefined}
        />
        {suspend.isError ? <Problem error={suspend.error} title={words.failed} /> : null}
      </form>
    </Dialog>
  );
}

/** The question before it goes on. */
export function ResumeRun({ run, title, onClose }: Properties) {
  const words = runs.resume;
  const resume = useChange(() => resumeRun(run.id), words.done, onClose);
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button look="primary" autoFocus onPress={() => resume.mutate()} isPending={resume.isPending}>
        {words.act}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.title} foot={foot}>
      <div className={styles["part"]}>
        <p>{words.what(title)}</p>
        {resume.isError ? <Problem error={resume.error} title={words.failed} /> : null}
      </div>
    </Dialog>
  );
}

function useChange(change: () => Promise<unknown>, done: string, onClose: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      say(done);
      onClose();
      await queries.invalidateQueries({ queryKey: ["one run"] });
    },
  });
}
