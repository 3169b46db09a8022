/** Reading piece by piece: the same tree as reading the whole, and one piece of work for one change. */
import { isDeepStrictEqual } from "node:util";

import fc from "fast-check";
import { expect, test } from "vitest";

import { definitionFiles, definitions, generated, handmade, styles } from "./corpus";
import { readDefinition } from "./read";
import { readWhole } from "./tree-build";
import { readTree } from "./tree-pieces";

const RUNS = Number(process.env["TOWPATH_EDITS"] ?? 200);
const readable = [...definitions(), ...handmade(), ...generated(10)];
const broken = definitionFiles().filter(({ name }) => !name.includes("alias-bomb"));
const samples = [...broken, ...readable];

test("every definition in every style reads the same", () => {
  for (const { name, text } of [...samples, ...readable.flatMap(styles)]) {
    expect(isDeepStrictEqual(readTree(text), readWhole(text)), name).toBe(true);
  }
});

/** What people type, and what breaks a text in the middle of typing. */
const TYPED = [
  "a",
  " ",
  "\n",
  "\n  - ",
  "\n- ",
  "#",
  '"',
  "'",
  ":",
  ": ",
  "- ",
  "|\n",
  "&a ",
  "*a",
  "{",
  "]",
  "\t",
  "\r\n",
];

test("texts that are changed at random read the same, whatever was read before", () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    gone: fc.integer({ min: 0, max: 12 }),
    insert: fc.oneof(fc.constantFrom("", ...TYPED), fc.string({ maxLength: 4 })),
  });
  const changes = fc.array(change, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...samples), changes, ({ text }, all) => {
      let tree = readTree(text);
      for (const { at, gone, insert } of all) {
        const from = Math.floor(at * tree.text.length);
        const next = tree.text.slice(0, from) + insert + tree.text.slice(from + gone);
        tree = readTree(next, tree);
        expect(isDeepStrictEqual(tree, readWhole(next)), next).toBe(true);
      }
    }),
    { numRuns: RUNS },
  );
});

const many = (at7: string) =>
  `document:\n  dsl: 1.0.3\ndo:\n${Array.from({ length: 200 }, (_, at) => `  - step${String(at)}: { set: { at: ${at === 7 ? at7 : String(at)} } }`).join("\n")}\n`;

test("one letter in one of 200 tasks reads one task anew", () => {
  const before = readDefinition(many("7"));
  const after = readDefinition(many("8"), before);
  const isSame = after.tasks.tasks.map((task, index) => task === before.tasks.tasks[index]);
  expect(isSame.filter((same) => !same)).toHaveLength(1);
  expect(after.tasks.tasks[7]?.detail).toEqual({ kind: "set", set: { at: 8 } });
});

test("a key that is not finished yet costs no more", () => {
  const before = readDefinition(many("7"));
  const text = many("7")
    .replace("  - step8", "  - new\n  - step8")
    .replace("step7: { set: { at: 7 } }", "step7:\n      set: {}\n      th");
  const after = readDefinition(text, before);
  expect(after.problems.map(({ code }) => code)).toEqual(["MISSING_CHAR"]);
  expect(after.tasks.tasks.slice(0, 7).every((task, index) => task === before.tasks.tasks[index])).toBe(true);
  expect(after.tree).toEqual(readWhole(text));
});

test("a longer task moves those behind it, with the same values", () => {
  const before = readDefinition(many("7"));
  const text = many("77777");
  const after = readDefinition(text, before);
  expect(after.tasks.tasks.slice(0, 7).every((task, index) => task === before.tasks.tasks[index])).toBe(true);
  expect(after).toEqual(readDefinition(text));
});
