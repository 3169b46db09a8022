/** What goes out after a restore, counted. Pure. */
import type { PendingCall, PendingSchedule, Restore } from "@towpath/client";

import type { Tone } from "../../parts/state/State";

/** What the fate of a call means to the reader; of a newer server, nothing in particular. */
export function toneOf(fate: PendingCall["fate"]): Tone {
  const tones: Readonly<Record<string, Tone>> = {
    sent: "warn",
    repeated: "warn",
    unknown: "bad",
    held: "busy",
    waits: "quiet",
  };
  return tones[fate] ?? "quiet";
}

/** How many runs the schedules start at once. */
export function startsOf(schedules: readonly PendingSchedule[]): number {
  return schedules.reduce((sum, { due }) => sum + due.length, 0);
}

/** Runs whose calls have to be looked at come first; the others stay in their order. */
export function sortedRuns(runs: Restore["runs"]): Restore["runs"] {
  const rank = (run: Restore["runs"][number]) => {
    const fates = run.calls.map(({ fate }) => fate);
    return run.problem !== undefined || fates.includes("unknown")
      ? 0
      : fates.some((fate) => fate === "sent" || fate === "repeated")
        ? 1
        : 2;
  };
  return [...runs].sort((one, other) => rank(one) - rank(other));
}
