/** From which steps a run can be run again, and what of a plan needs care. Pure. */
import type { RepeatedWrite, TracedTask } from "@towpath/client";

/** A step at the top of a workflow. */
export interface Top {
  reference: string;
  name: string;
}

/** The steps at the top of the workflow that the run had come to, in the order in which they began. */
export function topsOf(tasks: readonly TracedTask[]): Top[] {
  const tops = tasks.filter(({ reference, state }) => {
    return /^\/do\/\d+\/[^/]+$/.test(reference) && state !== "skipped";
  });
  return [...new Map(tops.map(({ reference, name }) => [reference, { reference, name }])).values()];
}

/** Those that happen a second time: nothing keeps the other system from doing it again. */
export function twice(repeats: readonly RepeatedWrite[]): RepeatedWrite[] {
  return repeats.filter((one) => !one.protected);
}
