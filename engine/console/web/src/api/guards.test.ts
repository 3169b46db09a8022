/** What is told of a value by looking at it. */
import { expect, test } from "vitest";

import { isList, isMembers, oneOf } from "./guards";

test("members, lists and words are told apart from what only looks like them", () => {
  expect([{}, { a: 1 }].every(isMembers)).toBe(true);
  expect([null, undefined, "a", 1, ["a"]].some(isMembers)).toBe(false);
  expect([[], [1]].every(isList)).toBe(true);
  expect([{ length: 0 }, "a", null].some(isList)).toBe(false);
  expect(oneOf(["hour", "day"], "day")).toBe("day");
  expect([oneOf(["hour", "day"], "toString"), oneOf(["hour"], ["hour"]), oneOf([], "")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
