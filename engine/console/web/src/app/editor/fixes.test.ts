/** Helps as corrections, facts from traces. */
import type { Trace } from "@towpath/client";
import { expect, test } from "vitest";

import { applyEdits, readDefinition } from "../../definition";
import { samplesOf, shown } from "./facts";
import { findingsOf, fixOf } from "./fixes";

const TEXT = "do:\n  - a:\n      set:\n        x: ${ .foo | lenght }\n  - b:\n      wait: 5\n";

test("a word that was meant replaces the word that was written", () => {
  const [found] = findingsOf(TEXT, [
    {
      code: "TP0402",
      severity: "error",
      message: "there is no function `lenght`",
      help: "did you mean `length`?",
      range: { start: { line: 3, character: 21 }, end: { line: 3, character: 27 } },
    },
  ]);
  expect(TEXT.slice(found?.from, found?.to)).toBe("lenght");
  expect(found?.fix && applyEdits(TEXT, [found.fix.edit])).toBe(TEXT.replace("lenght", "length"));
});

test("a line that the help writes replaces the line with this key", () => {
  const at = TEXT.indexOf("wait");
  const fix = fixOf(TEXT, at, at + 7, "write `wait: PT5S`");
  expect(fix && applyEdits(TEXT, [fix.edit])).toBe(TEXT.replace("wait: 5", "wait: PT5S"));
});

test.each([
  "write `id: ${ … }` below it",
  "write `other: 5`",
  "there is `refund`",
  "write `<integration>.<operation>`",
  undefined,
])("a help that is no correction here has none: %s", (help) => {
  const at = TEXT.indexOf("wait");
  expect(fixOf(TEXT, at, at + 7, help)).toBeUndefined();
});

test("values that the reader may not see are no samples", () => {
  expect(shown({ a: 1, b: { $masked: ["customer-data"] }, c: [{ $cut: 5 }, 2] })).toEqual({ a: 1, c: [2] });
});

test("samples follow a task that moved", () => {
  const definition = readDefinition("do:\n  - new: { set: { a: 1 } }\n  - find: { set: { b: 1 } }\n");
  const trace = {
    tasks: [
      { reference: "/do/0/find", name: "find", state: "completed", input: { x: 1 }, output: 2, effects: [] },
    ],
  } as unknown as Trace;
  expect(samplesOf(definition, trace).get("/do/1/find")).toEqual({ input: { x: 1 }, output: 2 });
});

test("a step that is newer than the try gets what the one before gave", () => {
  const definition = readDefinition("do:\n  - find: { set: { a: 1 } }\n  - new: { set: { b: 1 } }\n");
  const trace = {
    tasks: [
      {
        reference: "/do/0/find",
        name: "find",
        state: "completed",
        output: 2,
        exported: { c: 1 },
        effects: [],
      },
    ],
  } as unknown as Trace;
  expect(samplesOf(definition, trace).get("/do/1/new")).toEqual({ input: 2, context: { c: 1 } });
});
