/** Tests of a difference on two sides. */
import { describe, expect, it } from "vitest";

import { diffLines } from "../diff/lines";
import { pairsOf } from "./pairs";

function rows(before: string, after: string) {
  return pairsOf(diffLines(before, after) ?? []).map((row) =>
    "folded" in row ? row.folded.length : [row.before?.text, row.after?.text],
  );
}

describe("two sides", () => {
  it("what replaces a line stands beside it", () => {
    expect(rows("a\nb\nc\n", "a\nx\nc\n")).toEqual([
      ["a", "a"],
      ["b", "x"],
      ["c", "c"],
    ]);
  });

  it("the shorter side is empty", () => {
    expect(rows("a\nb\n", "a\nx\ny\n")).toEqual([
      ["a", "a"],
      ["b", "x"],
      [undefined, "y"],
    ]);
    expect(rows("a\nb\n", "a\n")).toEqual([
      ["a", "a"],
      ["b", undefined],
    ]);
  });

  it("long runs of equal lines are folded", () => {
    const same = Array.from({ length: 20 }, (_, line) => `line ${String(line)}`).join("\n");
    expect(rows(`${same}\nold\n`, `${same}\nnew\n`)).toEqual([
      17,
      ["line 17", "line 17"],
      ["line 18", "line 18"],
      ["line 19", "line 19"],
      ["old", "new"],
    ]);
  });
});
