/** Merging two people's texts: nothing is lost, conflicts are only where both changed the same. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions } from "./corpus";
import { addTask, deleteTask, renameTask, setDocument, setField } from "./edits";
import type { EditResult } from "./edits";
import { mergeTexts, resolveMerge } from "./merge";
import { allTasks } from "./model";
import { readDefinition } from "./read";
import { dataOf, findNode } from "./tree";

const BASE = `# On top.
document:
  dsl: 1.0.3
  name: a   # behind

do:
  # the first
  - first:
      set: { x: 1 }
  - second:
      call: crm.add-note:1.0.0@default
      with:
        id: c-1
        text: hello
  - third:
      wait: PT1S
`;

function edited(text: string, ...edits: ((text: string) => EditResult)[]): string {
  return edits.reduce((at, edit) => {
    const result = edit(at);
    if (!result.ok) throw new Error(result.reason);
    return result.after.text;
  }, text);
}

const clean = (base: string, mine: string, theirs: string): string => {
  const merge = mergeTexts(base, mine, theirs);
  expect(merge.conflicts).toEqual([]);
  return resolveMerge(merge, () => "mine");
};

describe("a merge", () => {
  it("takes changes of different tasks and fields from both", () => {
    const mine = BASE.replace("x: 1", "x: 2").replace("id: c-1", "id: c-2");
    const theirs = BASE.replace("text: hello", "text: bye").replace("# On top.", "# At the top.");
    const merged = clean(BASE, mine, theirs);
    expect(merged).toBe(
      BASE.replace("x: 1", "x: 2")
        .replace("c-1", "c-2")
        .replace("hello", "bye")
        .replace("# On top.", "# At the top."),
    );
  });

  it("takes tasks that both added", () => {
    const add = (name: string, index: number) => (text: string) =>
      addTask(readDefinition(text), { list: "/do", index }, name, { wait: "PT2S" });
    const merged = readDefinition(clean(BASE, edited(BASE, add("mine", 1)), edited(BASE, add("theirs", 3))));
    expect(merged.tasks.tasks.map(({ name }) => name)).toEqual([
      "first",
      "mine",
      "second",
      "third",
      "theirs",
    ]);
  });

  it("takes both additions at the same place", () => {
    const add = (name: string) => (text: string) =>
      addTask(readDefinition(text), { list: "/do", index: 3 }, name, { wait: "PT2S" });
    const merged = readDefinition(clean(BASE, edited(BASE, add("mine")), edited(BASE, add("theirs"))));
    expect(merged.tasks.tasks.map(({ name }) => name).sort()).toEqual([
      "first",
      "mine",
      "second",
      "theirs",
      "third",
    ]);
  });

  it("gives a conflict with both texts where both changed the same value", () => {
    const merge = mergeTexts(BASE, BASE.replace("hello", "mine"), BASE.replace("hello", "theirs"));
    expect(merge.conflicts).toHaveLength(1);
    expect(merge.conflicts[0]).toMatchObject({ path: ["do", "second", "with", "text"] });
    expect(resolveMerge(merge, () => "mine")).toBe(BASE.replace("hello", "mine"));
    expect(resolveMerge(merge, () => "theirs")).toBe(BASE.replace("hello", "theirs"));
    expect(resolveMerge(merge, () => "base")).toBe(BASE);
  });

  it("gives a conflict where one deleted what the other changed", () => {
    const mine = edited(BASE, (text) => deleteTask(readDefinition(text), "/do/1/second"));
    const theirs = BASE.replace("hello", "bye");
    const merge = mergeTexts(BASE, mine, theirs);
    expect(merge.conflicts).toHaveLength(1);
    expect(merge.conflicts[0]?.mine).toBeUndefined();
    expect(resolveMerge(merge, () => "theirs")).toBe(theirs);
    expect(resolveMerge(merge, () => "mine")).toBe(mine);
  });

  it("follows a task that one renamed and the other changed", () => {
    const mine = edited(BASE, (text) => renameTask(readDefinition(text), "/do/1/second", "note"));
    const merged = clean(BASE, mine, BASE.replace("hello", "bye"));
    expect(merged).toBe(BASE.replace("second", "note").replace("hello", "bye"));
  });

  it("keeps the order of the one who moved something", () => {
    const moved = BASE.replace("  - third:\n      wait: PT1S\n", "").replace(
      "  # the first",
      "  - third:\n      wait: PT1S\n  # the first",
    );
    const merged = clean(BASE, BASE.replace("x: 1", "x: 2"), moved);
    expect(merged).toBe(moved.replace("x: 1", "x: 2"));
  });

  it("offers the whole texts if one of them cannot be read", () => {
    const merge = mergeTexts(BASE, `${BASE}  - {`, BASE.replace("hello", "bye"));
    expect(merge.conflicts).toHaveLength(1);
    expect(resolveMerge(merge, () => "mine")).toBe(`${BASE}  - {`);
  });
});

describe("random changes of two people", () => {
  const samples = definitions().filter(({ text }) => allTasks(readDefinition(text)).length > 1);

  it("are both in the merged text, or in a conflict", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (which, one, other) => {
        const base = samples[which % samples.length]?.text ?? "";
        const tasks = allTasks(readDefinition(base)).filter(
          ({ kind, reference }) => kind !== "unreadable" && !reference.startsWith("/use"),
        );
        const [first, second] = [tasks[one % tasks.length], tasks[other % tasks.length]];
        if (first === undefined || second === undefined) return;
        const note = (reference: string, who: string) => (text: string) =>
          setField(readDefinition(text), reference, ["metadata", who], who);
        const mine = edited(base, note(first.reference, "mine"), (text) =>
          setDocument(readDefinition(text), "title", "Mine"),
        );
        const theirs = edited(base, note(second.reference, "theirs"));
        const merge = mergeTexts(base, mine, theirs);
        expect(resolveMerge(merge, () => "mine").length).toBeGreaterThanOrEqual(mine.length - 200);
        if (merge.conflicts.length > 0) {
          const all = merge.conflicts
            .map((conflict) => `${conflict.mine ?? ""}${conflict.theirs ?? ""}`)
            .join("");
          expect(all).toContain("theirs");
          return;
        }
        const merged = readDefinition(resolveMerge(merge, () => "mine"));
        expect(merged.problems).toEqual([]);
        expect(dataOf(findNode(merged.tree, `${first.reference}/metadata/mine`))).toBe("mine");
        expect(dataOf(findNode(merged.tree, `${second.reference}/metadata/theirs`))).toBe("theirs");
        expect(merged.header.title).toBe("Mine");
      }),
      { numRuns: 200, seed: 3 },
    );
  });
});
