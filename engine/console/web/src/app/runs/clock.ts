/**
 * Where moments stand on the one clock of a timeline, between 0 and 1. `even` is the time itself; `squeezed` draws long
 * stretches shorter, so that steps of milliseconds beside days of waiting can be seen. Order and overlaps stay true. Pure.
 */
import type { Timeline } from "./timeline";

/** Places a moment. */
export type Clock = (at: number) => number;

/** The time as it is. */
export function evenClock({ from, to }: Timeline): Clock {
  const span = Math.max(1, to - from);
  return (at) => Math.min(1, Math.max(0, (at - from) / span));
}

/** Each stretch between two beginnings or ends is as long as the logarithm of its time. */
export function squeezedClock(timeline: Timeline): Clock {
  const edges = edgesOf(timeline);
  const places: number[] = [0];
  for (let index = 1; index < edges.length; index += 1) {
    const stretch = (edges[index] ?? 0) - (edges[index - 1] ?? 0);
    places.push((places[index - 1] ?? 0) + Math.log2(2 + stretch));
  }
  const whole = places.at(-1) ?? 0;
  return (at) => {
    if (whole === 0) {
      return 0;
    }
    const index = lastNotAfter(edges, at);
    const [start = 0, end = start] = [edges[index], edges[index + 1]];
    const [low = 0, high = low] = [places[index], places[index + 1]];
    const share = end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : 0;
    return (low + share * (high - low)) / whole;
  };
}

/** Whether the even clock would hide most bars: then the squeezed one is the better beginning. */
export function isBetterSqueezed(timeline: Timeline): boolean {
  const bars = timeline.rows.flatMap((row) => row.executions);
  const span = timeline.to - timeline.from;
  const unseen = bars.filter((bar) => bar.to - bar.from < span / 200).length;
  return span > 2000 && unseen > bars.length / 2;
}

const MOST_MARKS = 6;

/** Moments to write at the clock: a few, no two closer than the share `gap`, and with room behind the last. */
export function marksOf(timeline: Timeline, clock: Clock, gap: number): number[] {
  const marks: number[] = [];
  const even = Array.from({ length: MOST_MARKS }, (_, index) => {
    return timeline.from + ((timeline.to - timeline.from) * index) / (MOST_MARKS - 1);
  });
  const candidates = [...even, ...edgesOf(timeline)].sort((a, b) => a - b);
  for (const at of candidates) {
    const last = marks.at(-1);
    if ((last === undefined || clock(at) - clock(last) >= gap) && 1 - clock(at) >= gap / 2) {
      marks.push(at);
    }
  }
  return marks.slice(0, MOST_MARKS + 1);
}

function edgesOf({ rows, from, to }: Timeline): number[] {
  const all = new Set([from, to]);
  for (const row of rows) {
    for (const { pieces } of row.executions) {
      for (const piece of pieces) {
        all.add(piece.from).add(piece.to);
      }
    }
  }
  return [...all].sort((a, b) => a - b);
}

function lastNotAfter(edges: readonly number[], at: number): number {
  let low = 0;
  let high = edges.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((edges[middle] ?? 0) <= at) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}
