/** Tests of the list of policies. */
import { expect, it } from "vitest";

import { rowsOf, wanted } from "./rows";
import * as reader from "./touched";

const saved = (name: string, active: boolean) => ({
  name,
  active,
  revision: 1,
  by: "it",
  at: "2026-11-30T08:00:00Z",
});
const rows = rowsOf(
  [saved("a", true), saved("b", false), saved("c", false)],
  [
    { name: "a", source: "policy: a\ntitle: A\neffect: permit" },
    { name: "b", source: "policy: b\ntitle: B\neffect: permit" },
    { name: "d", source: "policy: d\ntitle: Refunds\neffect: forbid" },
  ],
  new Map([["b", "policy: b\ntitle: B, tighter\neffect: hold"]]),
  undefined,
  reader,
);

it("tells what is saved from what is in force", () => {
  expect(rows.map((row) => [row.name, row.standing])).toEqual([
    ["a", "inForce"],
    ["b", "ahead"],
    ["c", "fresh"],
    ["d", "gone"],
  ]);
});

it("shows the saved text before the one in force", () => {
  expect(rows[1]?.summary).toMatchObject({ title: "B, tighter", effect: "hold" });
});

it("finds by words and effect", () => {
  expect(wanted(rows, "refunds", "").map((row) => row.name)).toEqual(["d"]);
  expect(wanted(rows, "", "hold").map((row) => row.name)).toEqual(["b"]);
  expect(wanted(rows, "tighter b", "permit")).toEqual([]);
});

it("shows what is known before the documents can be read", () => {
  const [row] = rowsOf([saved("a", true)], [], new Map([["a", "title: A"]]), [], undefined);
  expect(row).toMatchObject({ name: "a", standing: "inForce", isRead: false, touches: undefined });
  expect(row?.summary.title).toBe("");
});
