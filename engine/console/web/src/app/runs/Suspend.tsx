/** Suspends a run with a reason, and lets it go on. */
import type { Run } from "@towpath/client";

import { resumeRun, suspendRun } from "../../api/run";
import { useAct } from "../../parts/act/useAct";
import { AskWhy } from "../../parts/dialog/AskWhy";
import { runs } from "../../words/runs";

interface Properties {
  run: Run;
  title: string;
  onClose: () => void;
}

/** The question before it rests. */
export function SuspendRun({ run, title, onClose }: Properties) {
  const words = runs.suspend;
  const suspend = useAct({
    act: (reason: string) => suspendRun(run.id, reason),
    done: words.done,
    touches: ["one run"],
    onDone: onClose,
  });
  return (
    <AskWhy
      title={words.title}
      label={words.act}
      why={{ label: words.reason, help: words.reasonHelp, needed: words.needed }}
      act={suspend}
      failed={words.failed}
      onClose={onClose}
    >
      <p>{words.what(title)}</p>
      <p>{words.meanwhile}</p>
    </AskWhy>
  );
}

/** The question before it goes on. */
export function ResumeRun({ run, title, onClose }: Properties) {
  const words = runs.resume;
  const resume = useAct({
    act: () => resumeRun(run.id),
    done: words.done,
    touches: ["one run"],
    onDone: onClose,
  });
  return (
    <AskWhy title={words.title} label={words.act} act={resume} failed={words.failed} onClose={onClose}>
      <p>{words.what(title)}</p>
    </AskWhy>
  );
}
