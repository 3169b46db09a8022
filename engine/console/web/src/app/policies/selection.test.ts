/** Tests of choosing changes. */
import { expect, it } from "vitest";

import { chosenOf, textsFor, toggled } from "./selection";

const CHANGES = [
  { name: "a", kind: "added", before: "", after: "policy: a\neffect: forbid\n" },
  { name: "b", kind: "changed", before: "old", after: "new" },
  { name: "c", kind: "removed", before: "gone", after: "" },
] as const;

it("all are chosen unless the address leaves them out", () => {
  expect(chosenOf(CHANGES, "")).toEqual(["a", "b", "c"]);
  expect(chosenOf(CHANGES, "b,x")).toEqual(["a", "c"]);
  expect(toggled("", "b", false)).toBe("b");
  expect(toggled("a,b", "b", true)).toBe("a");
});

it("what is left out counts as it is in force", () => {
  expect(textsFor(CHANGES, ["a", "b", "c"])).toEqual({});
  expect(textsFor(CHANGES, [])).toEqual({
    a: "policy: a\neffect: forbid\nmode: off\n",
    b: "old",
    c: "gone",
  });
});
