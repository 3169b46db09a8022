/** What differs between two definitions, by task and field. Comments, quotes and layout are no difference. */
import { eachTask } from "./model";
import type { Definition, Task, TaskList } from "./model";
import { isList, isMapping } from "./render";
import { isEqual } from "./set";
import { dataOf, findNode } from "./tree";
import type { Data } from "./tree";

/** A value that differs. Absent: it was or is not there. */
export interface FieldChange {
  readonly path: readonly string[];
  readonly old: Data | undefined;
  readonly new: Data | undefined;
}

/** One difference. */
export type DefinitionChange =
  | { readonly change: "added"; readonly to: Task }
  | { readonly change: "removed"; readonly from: Task }
  | { readonly change: "moved"; readonly from: Task; readonly to: Task }
  | { readonly change: "renamed"; readonly from: Task; readonly to: Task }
  | {
      readonly change: "changed";
      readonly from: Task;
      readonly to: Task;
      readonly fields: readonly FieldChange[];
    }
  | { readonly change: "header"; readonly fields: readonly FieldChange[] };

/** Compares two definitions. */
export function diffDefinitions(before: Definition, after: Definition): DefinitionChange[] {
  const pairing = new Pairing(before, after);
  return pairing.changes();
}

class Pairing {
  private readonly before: Definition;
  private readonly after: Definition;
  private readonly to = new Map<Task, Task>();
  private readonly from = new Map<Task, Task>();

  constructor(before: Definition, after: Definition) {
    this.before = before;
    this.after = after;
    this.children(before.tasks, after.tasks);
    this.leftOvers((one, other) => one.name === other.name && one.kind === other.kind);
    this.leftOvers((one, other) => this.isSame(one, other));
  }

  changes(): DefinitionChange[] {
    const changes: DefinitionChange[] = [];
    const header = this.header();
    if (header.length > 0) changes.push({ change: "header", fields: header });
    const moved = this.moved();
    eachTask(this.after, (to) => {
      const from = this.from.get(to);
      if (from === undefined) {
        if (!this.isInside(to, this.after, this.from)) changes.push({ change: "added", to });
        return;
      }
      if (from.name !== to.name) changes.push({ change: "renamed", from, to });
      if (moved.has(to)) changes.push({ change: "moved", from, to });
      const fields = fieldChanges(this.body(this.before, from), this.body(this.after, to));
      if (fields.length > 0) changes.push({ change: "changed", from, to, fields });
    });
    eachTask(this.before, (from) => {
      if (!this.to.has(from) && !this.isInside(from, this.before, this.to))
        changes.push({ change: "removed", from });
    });
    return changes;
  }

  /** Whether the task around it is new or gone as well: then that one is reported. */
  private isInside(task: Task, definition: Definition, pairs: ReadonlyMap<Task, Task>): boolean {
    let isFound = false;
    eachTask(definition, (other) => {
      if (task.reference.startsWith(`${other.reference}/`) && !pairs.has(other)) isFound = true;
    });
    return isFound;
  }

  private pair(one: Task, other: Task): void {
    this.to.set(one, other);
    this.from.set(other, one);
    for (const list of one.lists) {
      const same = other.lists.find(({ slot }) => slot === list.slot);
      if (same !== undefined) this.children(list, same);
    }
  }

  private children(one: TaskList, other: TaskList): void {
    for (const task of one.tasks) {
      const same = other.tasks.find(({ name }) => name === task.name);
      if (same !== undefined && !this.to.has(task) && !this.from.has(same)) this.pair(task, same);
    }
  }

  private leftOvers(isPair: (one: Task, other: Task) => boolean): void {
    const [olds, news]: [Task[], Task[]] = [[], []];
    eachTask(this.before, (task) => olds.push(task));
    eachTask(this.after, (task) => news.push(task));
    for (const one of olds) {
      if (this.to.has(one)) continue;
      const other = news.find((task) => !this.from.has(task) && isPair(one, task));
      if (other !== undefined) this.pair(one, other);
    }
  }

  private isSame(one: Task, other: Task): boolean {
    const of = (definition: Definition, task: Task): Data =>
      dataOf(findNode(definition.tree, task.reference));
    return one.kind === other.kind && isEqual(of(this.before, one), of(this.after, other));
  }

  /** The tasks that have another place among those that were there before. */
  private moved(): Set<Task> {
    const moved = new Set<Task>();
    const lists = new Map<string, Task[]>();
    eachTask(this.after, (task) => {
      const from = this.from.get(task);
      if (from === undefined) return;
      if (!this.isSameList(from, task)) moved.add(task);
      else lists.set(task.list, [...(lists.get(task.list) ?? []), task]);
    });
    for (const tasks of lists.values()) {
      const kept = longestRising(tasks.map((task) => this.from.get(task)?.index ?? 0));
      tasks.forEach((task, at) => {
        if (!kept.has(at)) moved.add(task);
      });
    }
    return moved;
  }

  /** Whether both are in the same list of paired tasks. */
  private isSameList(from: Task, to: Task): boolean {
    const [one, other] = [ownerOf(this.before, from), ownerOf(this.after, to)];
    if (one === undefined || other === undefined) return one === other;
    return this.to.get(one) === other && slotOf(one, from) === slotOf(other, to);
  }

  /** What a task says itself, without the tasks inside. */
  private body(definition: Definition, task: Task): Data {
    const data = dataOf(findNode(definition.tree, task.reference));
    return task.lists.reduce<Data>((left, list) => {
      const path = list.reference.slice(task.reference.length + 1).split("/");
      return without(left, path);
    }, data);
  }

  private header(): FieldChange[] {
    const top = (definition: Definition): Data => without(dataOf(definition.tree.root), ["do"]);
    return fieldChanges(top(this.before), top(this.after));
  }
}

function ownerOf(definition: Definition, task: Task): Task | undefined {
  let found: Task | undefined;
  eachTask(definition, (other) => {
    if (other.lists.some(({ reference }) => reference === task.list)) found = other;
  });
  return found;
}

function slotOf(owner: Task, task: Task): string | undefined {
  return owner.lists.find(({ reference }) => reference === task.list)?.slot;
}

function without(data: Data, path: readonly string[]): Data {
  const [key, ...rest] = path;
  if (!isMapping(data) || key === undefined) return data;
  const entries = Object.entries(data).filter(([name]) => rest.length > 0 || name !== key);
  return Object.fromEntries(
    entries.map(([name, value]) => [name, name === key ? without(value, rest) : value]),
  );
}

/** The values that differ, each at the deepest place that says it. Lists of named items are compared by name. */
export function fieldChanges(
  old: Data | undefined,
  now: Data | undefined,
  path: readonly string[] = [],
): FieldChange[] {
  if (isEqual(old, now)) return [];
  if (isMapping(old) && isMapping(now)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    return keys.flatMap((key) => fieldChanges(old[key], now[key], [...path, key]));
  }
  const isLists =
    old !== undefined && now !== undefined && old !== null && now !== null && isList(old) && isList(now);
  if (isLists && old.length === now.length) {
    return old.flatMap((item, index) => fieldChanges(item, now[index], [...path, String(index)]));
  }
  return [{ path, old, new: now }];
}

/** The places of a longest rising sequence. */
function longestRising(numbers: readonly number[]): Set<number> {
  const best: number[][] = [];
  for (const [at, number] of numbers.entries()) {
    const before = best
      .filter((places) => (numbers[places.at(-1) ?? 0] ?? 0) < number)
      .reduce<number[]>((one, other) => (other.length > one.length ? other : one), []);
    best.push([...before, at]);
  }
  return new Set(best.reduce<number[]>((one, other) => (other.length > one.length ? other : one), []));
}
