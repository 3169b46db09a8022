/**
 * Random form and diagram edits over every definition of the repository in many styles, three in a row each. After
 * each: the text is valid and readable, everything outside the edited node is as it was, the diagram of the text is the
 * edited diagram. `TOWPATH_EDITS` sets the number of edits; the default is small.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { definitions, generated, handmade, styles } from "./corpus";
import type { Sample } from "./corpus";
import { commentsOf, extentOf } from "./extent";
import { newHistory, record, redo, undo } from "./history";
import { layout } from "./layout";
import { allLists, allTasks } from "./model";
import type { Definition, Task } from "./model";
import { Choices, MAKERS, copy, inside, withoutThen } from "./random-edits";
import type { Outcome } from "./random-edits";
import { readDefinition } from "./read";
import { applyEdits, invertEdits } from "./text";
import { dataOf, findEntry, findNode } from "./tree";

const RUNS = Number(process.env["TOWPATH_EDITS"] ?? 200);
const SEED = Number(process.env["TOWPATH_SEED"] ?? 20260930);
const IN_A_ROW = 3;

/** What an edit may be refused for. */
const REFUSALS = ["leadsElsewhere", "isLedTo", "anchorInUse", "nameTaken", "hasNoList"];

/** The tasks that an edit was not about, neither they nor what is around them. */
function untouched(before: Definition, { about, lists = [] }: Outcome): Task[] {
  const touched = new Set(about.flatMap((task) => [task, ...inside(task)]).map(({ reference }) => reference));
  const places = [...lists, ...about.map(({ reference }) => reference)];
  const isAbove = (task: Task): boolean => places.some((place) => place.startsWith(`${task.reference}/`));
  return allTasks(before).filter((task) => !touched.has(task.reference) && !isAbove(task));
}

function check(sample: Sample, before: Definition, outcome: Outcome): Definition {
  const { result, about, within } = outcome;
  const told = `${outcome.name} in ${sample.name}`;
  if (!result.ok) {
    expect(REFUSALS, told).toContain(result.reason);
    return before;
  }
  const text = applyEdits(before.text, result.edits);
  expect(text, told).toBe(result.after.text);
  expect(applyEdits(text, invertEdits(before.text, result.edits)), told).toBe(before.text);
  const after = readDefinition(text);
  expect(after.problems, `${told}\n${before.text}\n=>\n${text}`).toEqual([]);
  const data = copy(dataOf(before.tree.root));
  outcome.expected(data);
  const is = withoutThen(copy(dataOf(after.tree.root)));
  expect(is, `${told}\n${before.text}\n=>\n${text}`).toEqual(withoutThen(data));
  const expands = /\*\w/.test(before.text);
  for (const edit of expands ? [] : result.edits) {
    const isInside = edit.from >= within.from && edit.to <= within.to;
    expect(isInside, `${told} stays inside: ${JSON.stringify(edit)}\n${before.text}`).toBe(true);
  }
  checkBytes(told, before, after, outcome, about);
  checkDiagram(told, after);
  checkHistory(before, outcome);
  return after;
}

function checkBytes(
  told: string,
  before: Definition,
  after: Definition,
  outcome: Outcome,
  about: readonly Task[],
): void {
  const slices = new Set(allTasks(after).map(({ range }) => after.text.slice(range.from, range.to)));
  const bodies = (definition: Definition, task: Task): string =>
    JSON.stringify(dataOf(findNode(definition.tree, task.reference)));
  const kept = new Set(allTasks(after).map((task) => bodies(after, task)));
  for (const task of untouched(before, outcome)) {
    // A task whose `then` follows a renamed or deleted one, or that has the edited list, is part of the edit.
    if (!kept.has(bodies(before, task))) continue;
    const slice = before.text.slice(task.range.from, task.range.to);
    const message = `${told}: ${task.reference} as it was\n${before.text}\n=>\n${after.text}`;
    expect(slices.has(slice), message).toBe(true);
  }
  const left = commentsOf(after.text).map(({ text }) => text);
  const ranges = about.map((task) => {
    const found = findEntry(before.tree, `${task.list}/${task.index}`);
    return (found && extentOf(before.text, found.parent, task.index)) ?? { from: 0, to: 0 };
  });
  for (const comment of commentsOf(before.text)) {
    const isAbout = ranges.some(({ from, to }) => comment.from >= from && comment.to <= to);
    if (outcome.mayDropComments && isAbout) continue;
    const place = left.indexOf(comment.text);
    const message = `${told}: the comment ${comment.text} stays\n${before.text}\n=>\n${after.text}`;
    expect(place, message).toBeGreaterThanOrEqual(0);
    left.splice(place, 1);
  }
}

/** Every task is in the diagram once, and the same text gives the same diagram. */
function checkDiagram(told: string, after: Definition): void {
  const diagram = layout(after);
  const shown = diagram.boxes.filter(({ kind }) => kind === "task" || kind === "frame").map(({ id }) => id);
  const main = allTasks(after).filter(({ reference }) => !reference.startsWith("/use/"));
  expect(shown.sort(), told).toEqual(main.map(({ reference }) => reference).sort());
  expect(layout(readDefinition(after.text)), told).toEqual(diagram);
}

function checkHistory(before: Definition, { result }: Outcome): void {
  if (!result.ok || result.edits.length === 0) return;
  const done = record(newHistory(before.text), "edit", result.edits, { before: "", after: result.selection });
  const back = undo(done);
  expect(back?.history.text).toBe(before.text);
  expect(back && redo(back.history)?.history.text).toBe(result.after.text);
}

describe("random edits", () => {
  // What is written by hand has most of what is rare, so it is drawn more often.
  const odd = Array.from({ length: 10 }, () => handmade()).flat();
  const samples = [...definitions(), ...odd, ...generated(40)].flatMap(styles);
  const names = Object.keys(MAKERS);

  /** Makes one edit, of the first kind from `first` on that is possible. */
  function edit(before: Definition, choose: Choices): Outcome | undefined {
    const tasks = allTasks(before).filter(({ reference }) => !reference.includes("/use/"));
    if (tasks.length === 0) return undefined;
    const first = choose.below(names.length);
    for (let offset = 0; offset < names.length; offset += 1) {
      const make = MAKERS[names[(first + offset) % names.length] ?? ""];
      const task = choose.one(tasks);
      const list = allLists(before).find(({ reference }) => reference === task.list);
      const outcome = list && make?.(before, choose, task, list);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }

  it(`leave valid text and everything else as it was (${RUNS} edits)`, () => {
    expect(samples.length).toBeGreaterThan(1000);
    expect(samples.filter(({ text }) => readDefinition(text).problems.length > 0)).toEqual([]);
    const done = new Map<string, number>();
    let [all, refused] = [0, 0];
    const numbers = fc.array(fc.nat(), { minLength: 10, maxLength: 10 });
    const row = fc.array(numbers, { minLength: IN_A_ROW, maxLength: IN_A_ROW });
    fc.assert(
      fc.property(fc.nat(), row, (which, choices) => {
        const sample = samples[which % samples.length];
        if (sample === undefined) return;
        let definition = readDefinition(sample.text);
        for (const choice of choices) {
          const outcome = edit(definition, new Choices(choice));
          if (outcome === undefined) return;
          definition = check(sample, definition, outcome);
          const [kind = ""] = outcome.name.split(" ");
          done.set(kind, (done.get(kind) ?? 0) + 1);
          all += 1;
          if (!outcome.result.ok) refused += 1;
        }
      }),
      // A row ends early when its last task is gone.
      { numRuns: Math.ceil((RUNS * 1.05) / IN_A_ROW), seed: SEED, verbose: 1 },
    );
    expect(all).toBeGreaterThanOrEqual(RUNS);
    expect(refused).toBeLessThan(all / 5);
    if (RUNS >= 1000) console.info(`${all} edits, ${refused} refused:`, Object.fromEntries(done));
  });
});
