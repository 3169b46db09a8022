/** Which workflows are mine. */
import type { DraftSummary, EstateWorkflow } from "@towpath/client";
import { expect, test } from "vitest";

import { mine } from "./mine";

const workflow = (name: string, owner: string, lastChangeAt: string, deputy?: string): EstateWorkflow => ({
  namespace: "support",
  name,
  title: name,
  owner,
  ...(deputy === undefined ? {} : { deputy }),
  isOrphan: false,
  liveVersion: "1.0.0",
  state: "published",
  isSwitchedOff: false,
  lastChangeAt,
  reaches: [],
});
const draft = (name: string, savedBy: string, savedAt: string): DraftSummary => ({
  namespace: "support",
  name,
  revision: 1,
  savedAt,
  savedBy,
  isAhead: true,
});

test("owned, deputised and begun workflows, the latest change first", () => {
  const workflows = [
    workflow("a", "mia", "2027-01-01T00:00:00Z"),
    workflow("b", "leo", "2027-01-05T00:00:00Z", "mia"),
    workflow("c", "leo", "2027-01-09T00:00:00Z"),
  ];
  const drafts = [
    draft("a", "leo", "2027-01-06T00:00:00Z"),
    draft("c", "mia", "2027-01-09T00:00:00Z"),
    draft("new", "mia", "2027-01-02T00:00:00Z"),
    draft("other", "leo", "2027-01-02T00:00:00Z"),
  ];
  expect(
    mine("mia", workflows, drafts).map(({ name, isAhead, liveVersion }) => [name, isAhead, liveVersion]),
  ).toEqual([
    ["a", true, "1.0.0"],
    ["b", false, "1.0.0"],
    ["new", true, undefined],
  ]);
});
