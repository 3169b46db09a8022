/** Pausing a schedule, with a reason; and resuming it, with what becomes of the times that passed. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { pauseSchedule, resumeSchedule } from "../../api/schedules";
import { Button } from "../../parts/button/Button";
import { Dialog } from "../../parts/dialog/Dialog";
import { TextField } from "../../parts/field/Field";
import { Choice } from "../../parts/field/Select";
import { Problem } from "../../parts/problem/Problem";
import { ScheduleState } from "../../parts/schedule/Schedule";
import { say } from "../../parts/toast/toasts";
import { parts } from "../../words/parts";
import { schedules } from "../../words/schedules";
import type { Row } from "./rows";
import styles from "./Schedules.module.css";

interface Properties {
  row: Row;
  onClose: () => void;
}

/** The question before a pause. */
export function Pause({ row, onClose }: Properties) {
  const words = schedules.pause;
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const pause = useChange(
    () => pauseSchedule(row.of, { reason: reason.trim() }),
    words.done(row.title),
    onClose,
  );
  const go = () => {
    if (reason.trim() === "") {
      setMissing(true);
    } else {
      pause.mutate();
    }
  };
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button look="primary" onPress={go} isPending={pause.isPending}>
        {words.act}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.title(row.title)} foot={foot}>
      <div className={styles["question"]}>
        <p>{words.what}</p>
        <TextField
          label={words.reason}
          help={words.reasonHelp}
          rows={3}
          value={reason}
          onChange={(text) => {
            setReason(text);
            setMissing(false);
          }}
          isRequired
          autoFocus
          error={isMissing ? words.needed : undefined}
        />
        {pause.isError ? <Problem error={pause.error} title={words.failed} /> : null}
      </div>
    </Dialog>
  );
}

/** The question before it goes on. */
export function Resume({ row, onClose }: Properties) {
  const words = schedules.resume;
  const [choice, setChoice] = useState<"leave" | "makeUp">("leave");
  const [reason, setReason] = useState("");
  const isOfEvents = row.of.on !== undefined;
  const makeUp = choice === "makeUp" && !isOfEvents;
  const body = { makeUp, ...(reason.trim() === "" ? {} : { reason: reason.trim() }) };
  const resume = useChange(() => resumeSchedule(row.of, body), words.done(row.title), onClose);
  const foot = (
    <>
      <Button onPress={onClose}>{parts.cancel}</Button>
      <Button look="primary" onPress={() => resume.mutate()} isPending={resume.isPending} autoFocus>
        {words.act}
      </Button>
    </>
  );
  return (
    <Dialog isOpen onClose={onClose} title={words.title(row.title)} foot={foot}>
      <div className={styles["question"]}>
        <ScheduleState of={row.of} />
        <p>{words.what}</p>
        {isOfEvents ? (
          <p>{words.events}</p>
        ) : (
          <Choice
            label={words.choice}
            help={makeUp ? words.made[row.of.missed] : words.left}
            options={[
              { value: "leave", label: words.leave },
              { value: "makeUp", label: words.makeUp },
            ]}
            value={choice}
            onChange={setChoice}
          />
        )}
        <TextField label={words.reason} value={reason} onChange={setReason} isRequired={false} />
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
      await queries.invalidateQueries({ queryKey: ["schedules"] });
    },
  });
}
