/** Queues that fit, sums, limits in words. */
import type { RunQueue } from "@towpath/client";
import { expect, test } from "vitest";

import { fitting, limitsText, sumsOf, underWayText } from "./rows";

const refund: RunQueue = {
  namespace: "support",
  name: "refund",
  concurrentRuns: 3,
  underWay: 3,
  waiting: 1200,
};
const lead: RunQueue = { namespace: "sales", name: "lead", runsPerMinute: 10, underWay: 1, waiting: 4 };

test("a text and a namespace choose; empty ones choose all", () => {
  expect(fitting([refund, lead], "", "")).toEqual([refund, lead]);
  expect(fitting([refund, lead], "refu", "")).toEqual([refund]);
  expect(fitting([refund, lead], "", "sales")).toEqual([lead]);
  expect(fitting([refund, lead], "refund", "sales")).toEqual([]);
});

test("sums of runs", () => {
  expect(sumsOf([refund, lead])).toEqual({ underWay: 4, waiting: 1204 });
  expect(sumsOf([])).toEqual({ underWay: 0, waiting: 0 });
});

test("limits in words", () => {
  expect(limitsText(refund)).toBe("3 at once");
  expect(limitsText(lead)).toBe("10 begin a minute");
  expect(limitsText({ ...refund, runsPerMinute: 60 })).toBe("3 at once, 60 begin a minute");
  expect(limitsText({ namespace: "a", name: "b", underWay: 0, waiting: 0 })).toBe("no longer limited");
});

test("runs under way beside the most, where there is one", () => {
  expect(underWayText(refund)).toBe("3 of 3");
  expect(underWayText(lead)).toBe("1");
});
