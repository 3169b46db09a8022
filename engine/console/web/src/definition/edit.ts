/** What every edit of a definition gives, the checks that all edits share, and the names of tasks. */
import { definitionOf } from "./read";
import { findList } from "./model";
import type { Definition, Placed, Task, TaskList } from "./model";
import type { Work } from "./set";
import type { Edit } from "./text";

/** Why an edit cannot be made. */
export type Refusal =
  | "notFound"
  | "nameEmpty"
  | "nameTaken"
  | "nameReserved"
  | "insideItself"
  | "notTogether"
  | "leadsElsewhere"
  | "isLedTo"
  | "hasNoList"
  | "anchorInUse"
  | "textIsBroken";

/** The text edits, or why there are none. */
export type EditResult =
  | {
      readonly ok: true;
      readonly edits: readonly Edit[];
      /** The reference of the task, list or place that is selected afterwards. */
      readonly selection: string;
      /** The pointers of every `then` that now leads nowhere. */
      readonly dangling: readonly string[];
      /** Keys that had to go, such as the `catch` of an unwrapped `try`. */
      readonly dropped: readonly string[];
      /** Where else the value changed: aliases that repeat it. */
      readonly alsoAt: readonly string[];
      /** The definition after the edit. */
      readonly after: Definition;
    }
  | { readonly ok: false; readonly reason: Refusal; readonly what: string };

/** A place for a task: before the task at `index` of a list. */
export interface Place {
  readonly list: string;
  readonly index: number;
}

/** Refuses an edit. */
export function refuse(reason: Refusal, what: string): EditResult {
  return { ok: false, reason, what };
}

/**
 * The result of an edit. INVARIANT: no edit makes a readable text unreadable: what brings new problems of YAML is
 * refused.
 */
export function finish(
  before: Definition,
  work: Work,
  select: string | ((after: Definition) => string | undefined),
  { dropped = [], alsoAt = [] }: { dropped?: readonly string[]; alsoAt?: readonly string[] } = {},
): EditResult {
  const after = definitionOf(work.tree);
  const isNew = (code: string): boolean => !before.problems.some((problem) => problem.code === code);
  const problem = after.problems.find(({ code }) => isNew(code));
  if (problem !== undefined) {
    const isAlias = problem.code === "UNKNOWN_ALIAS";
    return refuse(isAlias ? "anchorInUse" : "textIsBroken", problem.message);
  }
  const selection = typeof select === "string" ? select : (select(after) ?? "");
  const was = new Set(danglingOf(before).map(({ value }) => value));
  const dangling = danglingOf(after).filter(({ value }) => !was.has(value));
  const pointers = dangling.map(({ pointer }) => pointer);
  return { ok: true, edits: work.edits, selection, dangling: pointers, dropped, alsoAt, after };
}

/** The words of `then` that name no task. */
export const DIRECTIVES: readonly string[] = ["continue", "exit", "end"];

/** Every `then` that names a task of this list: of its tasks, of their cases and of their `catch`. */
export function thensOf(list: TaskList): { readonly task: Task; readonly then: Placed }[] {
  return list.tasks.flatMap((task) => thensOfTask(task).map((then) => ({ task, then })));
}

/** Every `then` of a task that names a task of its own list. */
export function thensOfTask(task: Task): Placed[] {
  const own = task.then === undefined ? [] : [task.then];
  const { detail } = task;
  if (detail.kind === "switch") {
    return [...own, ...detail.cases.map(({ then }) => then).filter((then) => then !== undefined)];
  }
  return detail.kind === "try" && detail.then !== undefined ? [...own, detail.then] : own;
}

/** Every `then` that leads to no task of its list. */
export function danglingOf(definition: Definition): Placed[] {
  const inList = (list: TaskList): Placed[] => {
    const names = new Set(list.tasks.map(({ name }) => name));
    const own = thensOf(list).filter(
      ({ then }) => !DIRECTIVES.includes(then.value) && !names.has(then.value),
    );
    return [...own.map(({ then }) => then), ...list.tasks.flatMap((task) => task.lists.flatMap(inList))];
  };
  return inList(definition.tasks);
}

/** A name that no task of the list has: `pay`, then `pay2`, `pay3`, … */
export function freshName(wished: string, list: TaskList | undefined): string {
  const names = new Set(list?.tasks.map(({ name }) => name) ?? []);
  const name = wished.trim() === "" ? "task" : wished.trim();
  if (!names.has(name) && !DIRECTIVES.includes(name)) return name;
  const stem = name.replace(/[0-9]+$/, "") || name;
  const from = Number(/[0-9]+$/.exec(name)?.[0] ?? 1) + 1;
  for (let number = Number.isSafeInteger(from) ? from : 2; ; number += 1) {
    if (!names.has(`${stem}${number}`)) return `${stem}${number}`;
  }
}

/** Why a task of this list cannot have this name. */
export function refusedName(name: string, list: TaskList, except: Task | undefined): EditResult | undefined {
  if (name.trim() === "") return refuse("nameEmpty", name);
  if (DIRECTIVES.includes(name)) return refuse("nameReserved", name);
  const isTaken = list.tasks.some((task) => task.name === name && task.index !== except?.index);
  return isTaken ? refuse("nameTaken", name) : undefined;
}

/** The reference of the task at a place, if there is one. */
export function referenceAt(definition: Definition, list: string, index: number): string | undefined {
  return findList(definition, list)?.tasks[index]?.reference;
}
