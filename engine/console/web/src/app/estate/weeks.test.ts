/** Weeks and lengths of waits. */
import { expect, test } from "vitest";

import { moved } from "./moves";
import { shareOf, weeksUntil } from "./weeks";

test("weeks follow each other up to the hour that has begun", () => {
  const weeks = weeksUntil(new Date("2027-03-29T10:20:00Z"), 3);
  expect(weeks).toEqual([
    { from: "2027-03-08T11:00:00.000Z", to: "2027-03-15T11:00:00.000Z" },
    { from: "2027-03-15T11:00:00.000Z", to: "2027-03-22T11:00:00.000Z" },
    { from: "2027-03-22T11:00:00.000Z", to: "2027-03-29T11:00:00.000Z" },
  ]);
});

test("each tenfold is an equal step", () => {
  expect(shareOf(1, 1_000_000)).toBe(0);
  expect(shareOf(100, 1_000_000)).toBeCloseTo(1 / 3);
  expect(shareOf(10_000, 1_000_000)).toBeCloseTo(2 / 3);
  expect(shareOf(1_000_000, 1_000_000)).toBe(1);
  expect(shareOf(0, 0)).toBe(0);
});

test.each([
  ["ArrowDown", { row: 1, column: 1 }, { row: 2, column: 1 }],
  ["ArrowUp", { row: 0, column: 1 }, { row: 0, column: 1 }],
  ["PageDown", { row: 1, column: 1 }, { row: 4, column: 1 }],
  ["Home", { row: 1, column: 2 }, { row: 1, column: 0 }],
  ["End", { row: 1, column: 0 }, { row: 1, column: 2 }],
  ["x", { row: 1, column: 0 }, undefined],
] as const)("%s in a grid of five rows and three columns", (key, at, expected) => {
  expect(moved(key, at, { rows: 5, columns: 3 })).toEqual(expected);
});
