/** Sorting of tables. */
import { expect, test } from "vitest";

import { readSort, sorted } from "./sort";

const rows = [
  { name: "b10", n: 2 },
  { name: "B2", n: undefined },
  { name: "a", n: 10 },
];
const columns = [
  { id: "name", sort: (row: (typeof rows)[number]) => row.name },
  { id: "n", sort: (row: (typeof rows)[number]) => row.n },
];
const by = (text: string) => sorted(rows, columns, readSort(text)).map((row) => row.name);

test("texts as people sort them, numbers as numbers, absent values last", () => {
  expect(by("name")).toEqual(["a", "B2", "b10"]);
  expect(by("-name")).toEqual(["b10", "B2", "a"]);
  expect(by("n")).toEqual(["b10", "a", "B2"]);
  expect(by("-n")).toEqual(["a", "b10", "B2"]);
});

test("an unknown column changes nothing", () => {
  expect(by("other")).toEqual(["b10", "B2", "a"]);
  expect(by("")).toEqual(["b10", "B2", "a"]);
});
