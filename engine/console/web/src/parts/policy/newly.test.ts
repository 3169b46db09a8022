/** Tests of telling what a text itself changes. */
import type { Impact } from "@towpath/client";
import { expect, it } from "vitest";

import { newly } from "./newly";

const change = (what: string, after: "allowed" | "denied", reviews: string[] = []) => ({
  what,
  task: "/do/0/a",
  before: "allowed" as const,
  after,
  reviews,
});
function impact(what: string[], changes: Impact["versions"][number]["changes"]): Impact {
  return {
    digest: "d",
    candidate: "c",
    inForce: "i",
    revision: 1,
    lookedAt: [],
    integrations: {},
    affected: [{ workflow: "s/a", runsPerDay: 1, what }],
    versions: [{ workflow: "s/a", version: "1.0.0", author: "m", changes, voided: [] }],
    calls: [],
    reruns: [],
    rerun: 0,
    runs: 0,
    evaluated: 0,
    truncated: false,
  };
}

it("leaves out what others change already", () => {
  const before = impact(["start"], [change("starts", "allowed", ["r"])]);
  const after = impact(["start", "call"], [change("starts", "allowed", ["r"]), change("calls", "denied")]);
  const found = newly(after, before);
  expect(found.affected).toEqual([{ workflow: "s/a", runsPerDay: 1, what: ["call"] }]);
  expect(found.versions[0]?.changes.map((one) => one.what)).toEqual(["calls"]);
  expect(newly(before, before)).toMatchObject({ affected: [], versions: [] });
});

it("without a comparison everything is new", () => {
  const all = impact(["start"], []);
  expect(newly(all, undefined)).toBe(all);
});
