/** The rows of the outline. */
import { expect, test } from "vitest";

import { readDefinition } from "../../definition";
import { rowAround, rowsOf } from "./rows";

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
