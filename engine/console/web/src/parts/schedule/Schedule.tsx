/** A schedule wherever it is shown: when it starts, its next times, what became of the last one, and its state. */
import type { Firing, Schedule } from "@towpath/client";

import { schedules as words } from "../../words/schedules";
import { Link } from "../link/Link";
import { Principal } from "../principal/Principal";
import { Prose } from "../prose/Prose";
import { Badge, type Tone } from "../state/State";
import { absolute, moment, relative } from "../time/format";
import { Time, useNow } from "../time/Time";
import styles from "./Schedule.module.css";
import { whenOf, zoned, type Times } from "./when";

const TONES: Readonly<Record<string, Tone>> = {
  active: "good",
  paused: "warn",
  stopped: "bad",
  started: "good",
  refused: "bad",
  skipped: "quiet",
};
/** A time that was carried out later than this is told. */
const LATE_MS = 60_000;

/** When it starts, in words. */
export function WhenText({ of }: { of: Times }) {
  const { text, expression } = whenOf(of);
  return (
    <>
      {text}
      {expression === undefined ? null : (
        <>
          {" "}
          <code>{expression}</code>
        </>
      )}
    </>
  );
}

/** Whether its times mean anything to overlapping runs and to a server that was down: those of a clock do. */
export function hasTimes({ every, cron }: Times): boolean {
  return every !== undefined || cron !== undefined;
}

/** What becomes of a time while the run before is under way. */
export function OverlapText({ of }: { of: Pick<Schedule, "overlap"> }) {
  return <>{words.overlap[of.overlap] ?? of.overlap}</>;
}

/** What becomes of times that pass while the server is down. */
export function MissedText({ of }: { of: Pick<Schedule, "missed"> }) {
  return <>{words.missed[of.missed] ?? of.missed}</>;
}

/** Its state, and why it is not active. */
export function ScheduleState({ of }: { of: Schedule }) {
  const { state, paused, stopped } = of;
  return (
    <span className={styles["line"]}>
      <Badge tone={TONES[state] ?? "quiet"}>{words.states[state] ?? state}</Badge>
      {paused === undefined ? null : (
        <span className={styles["soft"]}>
          {words.pausedBy} <Principal id={paused.by} isBare />, <Time at={paused.at} />:{" "}
          <Prose>{paused.reason}</Prose>
        </span>
      )}
      {stopped === undefined || paused !== undefined ? null : (
        <span className={styles["soft"]}>
          {words.stoppedWhy} <Prose>{stopped}</Prose>
        </span>
      )}
    </span>
  );
}

/** The next times by the clock of the schedule; at most so many. */
export function NextTimes({ of, most = 3 }: { of: Schedule; most?: number }) {
  const now = useNow();
  const times = of.next.slice(0, most).map((text) => ({ text, at: new Date(text) }));
  if (times.length === 0) {
    return <span className={styles["soft"]}>{noNextText(of)}</span>;
  }
  return (
    <ul className={styles["times"]}>
      {times.map(({ text, at }, index) => (
        <li key={text} className={index === 0 ? "" : styles["soft"]}>
          <time dateTime={text} title={absolute(at)}>
            {zoned(at, of.timeZone)}
            {index === 0 ? ` (${relative(at, now)})` : ""}
          </time>
        </li>
      ))}
    </ul>
  );
}

function noNextText({ state, on, after }: Schedule): string {
  if (state !== "active") {
    return words.noNext;
  }
  return on !== undefined ? words.byEvent : after === undefined ? words.noNext : words.afterRun;
}

/** What became of the last time. */
export function LastFiring({ of }: { of: Firing | undefined }) {
  const now = useNow();
  if (of === undefined) {
    return <span className={styles["soft"]}>{words.notYet}</span>;
  }
  const { outcome, at, dueAt, run, reason } = of;
  const isLate = Date.parse(at) - Date.parse(dueAt) > LATE_MS;
  return (
    <span className={styles["line"]}>
      <Badge tone={TONES[outcome] ?? "quiet"}>{words.outcomes[outcome] ?? outcome}</Badge>
      <Time at={at} />
      {isLate ? <span className={styles["soft"]}>{words.due(moment(new Date(dueAt), now))}</span> : null}
      {outcome === "skipped" ? <span className={styles["soft"]}>{words.stillRan}</span> : null}
      {reason === undefined ? null : (
        <span className={styles["soft"]}>
          <Prose>{reason}</Prose>
        </span>
      )}
      {run === undefined ? null : (
        <Link to="/runs/$run" params={{ run }}>
          {outcome === "skipped" ? words.openBefore : words.openRun}
        </Link>
      )}
    </span>
  );
}
