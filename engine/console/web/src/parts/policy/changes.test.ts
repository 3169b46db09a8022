/** Tests of differences between sets. */
import { expect, it } from "vitest";

import { changesOf } from "./changes";

it("tells new, changed and removed ones, by name", () => {
  expect(changesOf({ b: "1", a: "1", c: "1" }, { c: "1", b: "2", d: "1" })).toEqual([
    { name: "a", kind: "removed", before: "1", after: "" },
    { name: "b", kind: "changed", before: "1", after: "2" },
    { name: "d", kind: "added", before: "", after: "1" },
  ]);
  expect(changesOf({ a: "1" }, { a: "1" })).toEqual([]);
});
