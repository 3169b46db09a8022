/** Pausing a schedule, with a reason; and resuming it, with what becomes of the times that passed. */
import { useState } from "react";

import { pauseSchedule, resumeSchedule } from "../../api/schedules";
import { useAct } from "../../parts/act/useAct";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { Choice } from "../../parts/field/Select";
import { ScheduleState } from "../../parts/schedule/Schedule";
import { schedules } from "../../words/schedules";
import type { Chosen, Row } from "./rows";

interface Properties {
  row: Row;
  onClose: () => void;
}

/** The question before what was chosen. */
export function Question({ chosen: { act, row }, onClose }: { chosen: Chosen; onClose: () => void }) {
  return act === "pause" ? <Pause row={row} onClose={onClose} /> : <Resume row={row} onClose={onClose} />;
}

function Pause({ row, onClose }: Properties) {
  const words = schedules.pause;
  const pause = useAct({
    act: (reason: string) => pauseSchedule(row.of, { reason }),
    done: words.done(row.title),
    touches: ["schedules"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.title(row.title)}
      label={words.act}
      why={{ label: words.reason, help: words.reasonHelp, needed: words.needed, rows: 3 }}
      act={pause}
      failed={words.failed}
      onClose={onClose}
    >
      <p>{words.what}</p>
    </AskWhy>
  );
}

function Resume({ row, onClose }: Properties) {
  const words = schedules.resume;
  const [choice, setChoice] = useState<"leave" | "makeUp">("leave");
  const isOfEvents = row.of.on !== undefined;
  const makeUp = choice === "makeUp" && !isOfEvents;
  const resume = useAct({
    act: (reason: string) => resumeSchedule(row.of, { makeUp, ...(reason === "" ? {} : { reason }) }),
    done: words.done(row.title),
    touches: ["schedules"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.title(row.title)}
      label={words.act}
      why={{ label: words.reason }}
      act={resume}
      failed={words.failed}
      onClose={onClose}
    >
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
    </AskWhy>
  );
}
