/** The last weeks, and how long a wait is drawn. Pure. */

const WEEK_MS = 7 * 86_400_000;

/** A range of time. */
export interface Week {
  from: string;
  to: string;
}

/** The last `count` weeks, the oldest first; the newest ends with the hour that has begun. */
export function weeksUntil(now: Date, count: number): Week[] {
  const hour = 3_600_000;
  const end = Math.ceil(now.getTime() / hour) * hour;
  return Array.from({ length: count }, (_, index) => {
    const to = end - (count - 1 - index) * WEEK_MS;
    return { from: new Date(to - WEEK_MS).toISOString(), to: new Date(to).toISOString() };
  });
}

/**
 * The share of the width, from 0 to 1. Waits are from milliseconds to weeks, so each tenfold is an equal step up to `most`.
 */
export function shareOf(ms: number, most: number): number {
  const steps = (value: number) => Math.log10(Math.max(1, value));
  const whole = steps(most);
  return whole === 0 ? (ms > 0 ? 1 : 0) : Math.min(1, steps(ms) / whole);
}
