/** Filters mean the same in the address, for the server, and for the rows. */
import type { Run } from "@towpath/client";
import { expect, test } from "vitest";

import { beforeTime, isWanted, queryOf, rangeOf, readFilters } from "./filters";

const now = new Date("2027-03-12T12:00:00Z");
const run = (changes: Partial<Run>): Run => ({
  id: "01a22b95bc9377d7a28dec6ff9ee05db",
  workflow: { namespace: "support", name: "returns", version: "1.0.0", digest: "sha256:00" },
  status: "completed",
  startedBy: "shop@acme.example",
  startedAt: "2027-03-12T11:30:00Z",
  ...changes,
});

test("what is not known in an address is left out", () => {
  expect(
    readFilters({ state: "exploded", span: "aeon", from: "yesterday", kind: "x", workflow: "" }),
  ).toEqual({
    kind: "real",
  });
});

test("held is waiting to the server, and told apart here", () => {
  const filters = readFilters({ state: "held", workflow: "support/returns" });
  expect(queryOf(filters)).toEqual({
    status: "waiting",
    namespace: "support",
    workflow: "returns",
    draft: false,
  });
  const range = rangeOf(filters, now);
  expect(isWanted(run({ status: "waiting", waitsFor: "release" }), filters, "me", range)).toBe(true);
  expect(isWanted(run({ status: "waiting", waitsFor: "time" }), filters, "me", range)).toBe(false);
});

test("a whole namespace, and both kinds", () => {
  expect(queryOf(readFilters({ workflow: "support/", kind: "both" }))).toEqual({ namespace: "support" });
});

test("spans of time and days", () => {
  const within = (search: Record<string, string>) => {
    const filters = readFilters(search);
    return isWanted(run({}), filters, "shop@acme.example", rangeOf(filters, now));
  };
  expect(within({ span: "hour" })).toBe(true);
  expect(within({ from: "2027-03-13" })).toBe(false);
  expect(within({ from: "2027-03-10", to: "2027-03-14" })).toBe(true);
  expect(within({ by: "me" })).toBe(true);
  expect(within({ by: "else@acme.example" })).toBe(false);
});

test("a time is a place among the ids of runs", () => {
  const at = beforeTime(0x01a22b95bc93) ?? "";
  expect(at).toBe("01a22b95bc9300000000000000000000");
  expect(at < run({}).id).toBe(true);
  expect(beforeTime(Infinity)).toBeUndefined();
});
