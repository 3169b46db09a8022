/** Live workflows and drafts as one list. */
import type { DraftSummary, EstateWorkflow, Version } from "@towpath/client";
import { expect, test } from "vitest";

import { fitting, listed } from "./listed";

const version = (name: string, state = "published") =>
  ({
    namespace: "support",
    name,
    version: "1.0.0",
    title: `Title of ${name}`,
    state,
    author: "mia@acme.example",
    publishedAt: "2026-01-01T00:00:00Z",
  }) as unknown as Version;
const draft = (name: string, isAhead = true) =>
  ({
    namespace: "support",
    name,
    revision: 2,
    savedAt: "2026-02-01T00:00:00Z",
    savedBy: "tom",
    isAhead,
  }) as DraftSummary;

const all = listed(
  [version("returns"), version("old", "suspended")],
  [
    {
      namespace: "support",
      name: "returns",
      isOrphan: true,
      lastChangeAt: "2026-01-05T00:00:00Z",
    } as EstateWorkflow,
  ],
  [draft("returns"), draft("fresh")],
);

test("live and draft are one line; a draft alone is a line of its own", () => {
  expect(all).toMatchObject([
    { name: "returns", liveVersion: "1.0.0", isAhead: true, changedAt: "2026-02-01T00:00:00Z" },
    { name: "old", liveVersion: undefined, state: "suspended" },
    { name: "fresh", liveVersion: undefined, hasDraft: true, owner: "tom" },
  ]);
});

test("filters", () => {
  const names = (...given: Parameters<typeof fitting>) => fitting(...given).map(({ name }) => name);
  expect(names(all, "title RETURNS", "", "")).toEqual(["returns"]);
  expect(names(all, "", "sales", "")).toEqual([]);
  expect(names(all, "", "support", "draft")).toEqual(["old", "fresh"]);
  expect(names(all, "", "", "ahead")).toEqual(["returns"]);
  expect(names(all, "", "", "orphan")).toEqual(["returns"]);
});
