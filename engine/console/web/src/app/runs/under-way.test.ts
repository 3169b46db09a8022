/** A write under way is known from the steps, and not known without them. */
import type { Trace, TracedTask } from "@towpath/client";
import { expect, test } from "vitest";

import { writeUnderWay } from "./under-way";

const task = (state: TracedTask["state"], effect: object) =>
  ({ reference: "/do/0/pay", name: "pay", state, effects: [effect] }) as unknown as TracedTask;
const trace = (...tasks: TracedTask[]) => ({ complete: true, tasks }) as unknown as Trace;

test("a call without an answer is under way", () => {
  expect(writeUnderWay(trace(task("running", { kind: "call" })))).toBe("yes");
  expect(writeUnderWay(trace(task("running", { kind: "emit" })))).toBe("yes");
});

test("what has its answer, waits for a person or for a time is not", () => {
  const endedAt = "2027-03-12T12:00:00Z";
  expect(writeUnderWay(trace(task("completed", { kind: "call", endedAt })))).toBe("no");
  expect(writeUnderWay(trace(task("held", { kind: "call" })))).toBe("no");
  expect(writeUnderWay(trace(task("running", { kind: "wait" })))).toBe("no");
  expect(writeUnderWay(trace())).toBe("no");
});

test("whoever may not read the steps does not know", () => {
  expect(writeUnderWay(undefined)).toBe("unknown");
});
