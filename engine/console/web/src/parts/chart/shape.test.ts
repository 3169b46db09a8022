/** Shapes of the small charts. */
import { expect, test } from "vitest";

import { areaOf, heights, lineOf } from "./shape";

test("lines", () => {
  expect(lineOf([0, 5, 10], 100, 22)).toBe("M0.0 21.0L50.0 11.0L100.0 1.0");
  expect(lineOf([0, 0], 100, 22)).toBe("M0.0 21.0L100.0 21.0");
  expect(lineOf([3], 100, 22)).toBe("M0.0 1.0L100.0 1.0");
  expect(lineOf([NaN, -1], 100, 22)).toBe("M0.0 21.0L100.0 21.0");
  expect(areaOf([], 100, 22)).toBe("");
});

test("columns are shares of the tallest", () => {
  expect(heights([[1, 1], [4], []])).toEqual([
    [
      { from: 0, to: 0.25 },
      { from: 0.25, to: 0.5 },
    ],
    [{ from: 0, to: 1 }],
    [],
  ]);
  expect(heights([[0]])).toEqual([[{ from: 0, to: 0 }]]);
});
