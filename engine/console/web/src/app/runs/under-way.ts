/** Whether cancelling a run may have to wait for a write. Pure. */
import type { Trace } from "@towpath/client";

/**
 * Whether a call has no answer yet; one that waits for a person was not sent. Whoever may not read what steps did does
 * not know, and has to be asked all the same.
 */
export function writeUnderWay(trace: Trace | undefined): "yes" | "no" | "unknown" {
  if (trace === undefined) {
    return "unknown";
  }
  const open = trace.tasks.filter(({ state }) => state !== "held").flatMap((task) => task.effects);
  const isOpen = open.some(
    ({ kind, endedAt }) => (kind === "call" || kind === "emit") && endedAt === undefined,
  );
  return isOpen ? "yes" : "no";
}
