/** Which queues are shown, their sums, their limits in words. Pure. */
import type { RunQueue } from "@towpath/client";

import { fitsText } from "../../parts/search/fits";
import { number } from "../../parts/time/format";
import { queues as words } from "../../words/queues";

/** `namespace/name`. */
export function idOf({ namespace, name }: RunQueue): string {
  return `${namespace}/${name}`;
}

/** The queues that fit a text and a namespace; an empty one fits all. */
export function fitting(all: readonly RunQueue[], text: string, namespace: string): RunQueue[] {
  return all.filter((one) => fitsText(text, idOf(one)) && (namespace === "" || one.namespace === namespace));
}

/** Runs of all of them. */
export function sumsOf(all: readonly RunQueue[]): { underWay: number; waiting: number } {
  return all.reduce(
    (sum, { underWay, waiting }) => ({ underWay: sum.underWay + underWay, waiting: sum.waiting + waiting }),
    { underWay: 0, waiting: 0 },
  );
}

/** `3 at once, 10 begin a minute`. A queue may empty itself after its limits were taken away. */
export function limitsText({ concurrentRuns, runsPerMinute }: RunQueue): string {
  const limits = [
    concurrentRuns === undefined ? undefined : words.atOnce(number(concurrentRuns)),
    runsPerMinute === undefined ? undefined : words.aMinute(number(runsPerMinute)),
  ].filter((one) => one !== undefined);
  return limits.length === 0 ? words.unlimited : limits.join(", ");
}

/** `3 of 5`, where there is a most. */
export function underWayText({ underWay, concurrentRuns }: RunQueue): string {
  return concurrentRuns === undefined
    ? number(underWay)
    : words.ofMost(number(underWay), number(concurrentRuns));
}
