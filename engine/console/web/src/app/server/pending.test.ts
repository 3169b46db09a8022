/** What goes out after a restore: the risky first, and counted. */
import type { PendingRun } from "@towpath/client";
import { expect, test } from "vitest";

import { sortedRuns, startsOf, toneOf } from "./pending";

const run = (id: string, fates: PendingRun["calls"][number]["fate"][], problem?: string): PendingRun => ({
  id,
  namespace: "support",
  name: "returns",
  version: "1.0.0",
  startedAt: "2027-03-12T12:00:00Z",
  calls: fates.map((fate) => ({ task: "/do/0/refund", what: "payments.refund", fate })),
  ...(problem === undefined ? {} : { problem }),
});

test("what may have happened comes first, then what goes out, then what waits", () => {
  const runs = [
    run("waits", ["waits"]),
    run("sent", ["waits", "sent"]),
    run("unknown", ["unknown"]),
    run("broken", [], "its definition is missing"),
    run("repeated", ["repeated"]),
  ];
  expect(sortedRuns(runs).map(({ id }) => id)).toEqual(["unknown", "broken", "sent", "repeated", "waits"]);
});

test("missed starts are counted", () => {
  const schedule = (due: string[]) => ({ namespace: "support", name: "morning", due });
  expect(startsOf([schedule(["2027-03-12T06:30:00Z", "2027-03-13T06:30:00Z"]), schedule([])])).toBe(2);
});

test("a fate of a newer server has no colour", () => {
  expect(toneOf("later" as never)).toBe("quiet");
  expect(toneOf("unknown")).toBe("bad");
});
