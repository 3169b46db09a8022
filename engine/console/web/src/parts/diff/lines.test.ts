/** Differences of texts: applying them gives the other text, and there are no more than needed. */
import fc from "fast-check";
import { expect, test } from "vitest";

import { diffLines, folded } from "./lines";

const shown = (before: string, after: string) =>
  diffLines(before, after)?.map(
    ({ kind, text }) => `${{ same: " ", added: "+", removed: "-" }[kind]}${text}`,
  );

test("a changed line is removed and added", () => {
  expect(shown("a\nb\nc\n", "a\nB\nc\n")).toEqual([" a", "-b", "+B", " c"]);
  expect(shown("", "a\n")).toEqual(["+a"]);
  expect(shown("a\r\nb\r\n", "a\nb\n")).toEqual([" a", " b"]);
  expect(shown("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc")).toHaveLength(9);
});

test("both texts come back from their difference", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "")).map((lines) => [...lines, "end"].join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after) ?? [];
      const side = (without: string) =>
        lines.filter((line) => line.kind !== without).map((line) => line.text);
      expect(side("added").join("\n")).toBe(before);
      expect(side("removed").join("\n")).toBe(after);
      expect(lines.filter((line) => line.kind !== "added").map((line) => line.before)).toEqual(
        before.split("\n").map((_, index) => index + 1),
      );
    }),
    { numRuns: 2000 },
  );
});

test("far from a difference lines are folded", () => {
  const lines = Array.from({ length: 20 }, (_, line) => String(line));
  const changed = lines.map((line) => (line === "10" ? "ten" : line));
  const parts = folded(diffLines(lines.join("\n"), changed.join("\n")) ?? [], 2);
  expect(parts.map((part) => ("folded" in part ? part.folded.length : part.kind))).toEqual([
    8,
    "same",
    "same",
    "removed",
    "added",
    "same",
    "same",
    7,
  ]);
});

test("texts that share nothing and are huge are not compared", () => {
  const lines = (mark: string) =>
    Array.from({ length: 5000 }, (_, line) => `${mark}${String(line)}`).join("\n");
  expect(diffLines(lines("a"), lines("b"))).toBeUndefined();
});
