/** The rows of the outline. */
import { expect, test } from "vitest";

import { readDefinition } from "../../definition";
import { isSameRow, rowAround, rowsOf, type OutlineRow } from "./rows";
import { keeping } from "./same";

const definition = readDefinition(`do:
  - find: { set: { a: 1 } }
  - pay:
      try:
        - send: { set: { b: 1 } }
      catch:
        do: []
  - each:
      for: { in: .x }
      do:
        - one: { set: { c: 1 } }
`);
const ids = (folded: string[] = []) =>
  rowsOf(definition, new Set(folded)).map(({ id, level }) => `${String(level)} ${id}`);

test("lists have rows of their own where there are several, or nothing is in them", () => {
  expect(ids()).toEqual([
    "1 /do/0/find",
    "1 /do/1/pay",
    "2 /do/1/pay/try",
    "3 /do/1/pay/try/0/send",
    "2 /do/1/pay/catch/do",
    "1 /do/2/each",
    "2 /do/2/each/do/0/one",
  ]);
});

test("what is folded has no rows inside", () => {
  expect(ids(["/do/1/pay"])).toEqual([
    "1 /do/0/find",
    "1 /do/1/pay",
    "1 /do/2/each",
    "2 /do/2/each/do/0/one",
  ]);
  expect(rowsOf(readDefinition("do: []\n"), new Set()).map(({ id }) => id)).toEqual(["/do"]);
});

test("the row around", () => {
  const rows = rowsOf(definition, new Set());
  expect(rows[rowAround(rows, 3)]?.id).toBe("/do/1/pay/try");
  expect(rowAround(rows, 0)).toBe(0);
});

test("a letter in one of 200 steps renders one row again, and one in the title none", () => {
  const steps = (third: string) =>
    Array.from(
      { length: 200 },
      (_, at) => `  - s${String(at)}: { set: { a: ${at === 3 ? third : String(at)} } }`,
    );
  const keep = keeping<OutlineRow>(({ id }) => id, isSameRow);
  const rows = (title: string, third: string) =>
    keep(
      rowsOf(readDefinition(`document: { title: ${title} }\ndo:\n${steps(third).join("\n")}\n`), new Set()),
    );
  const first = rows("Returns", "3");
  const second = rows("Returns", "34");
  expect(second.filter((row) => !first.includes(row)).map(({ id }) => id)).toEqual(["/do/3/s3"]);
  expect(rows("Returns and more", "34")).toEqual(second);
  expect(rows("Returns", "34").every((row, at) => row === second[at])).toBe(true);
});
