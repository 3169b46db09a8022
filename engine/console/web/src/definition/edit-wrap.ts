/** Edits of the structure: wrap tasks in a block, and take a block away around its tasks. */
import { atColumn, carry, reindent } from "./carry";
import { insertEntry, sorted } from "./change";
import type { NewEntry } from "./change";
import { DIRECTIVES, finish, freshName, referenceAt, refuse, thensOf, thensOfTask } from "./edit";
import type { EditResult } from "./edit";
import { listAt, renameIn, retarget } from "./edit-tasks";
import { extentOf } from "./extent";
import { findList, findTask } from "./model";
import type { Definition, Task, TaskList } from "./model";
import { definitionOf } from "./read";
import { renderBehindKey, renderFlow, renderKey, styleOf } from "./render";
import type { Style } from "./render";
import { Work, newPair } from "./set";
import { findEntry, pointerOf } from "./tree";
import type { Data, SeqNode, Tree } from "./tree";
import { columnOf, lineStart } from "./text";

/** The blocks that tasks can be wrapped in. */
export type Wrapper = "do" | "try" | "for" | "fork";

/** What the new block says besides its tasks. */
export interface WrapOptions {
  readonly name?: string;
  /** The collection of a `for`. */
  readonly in?: string;
  /** The `catch` of a `try`. */
  readonly catch?: Data;
}

/** Wraps tasks that follow each other in one list. In a `fork` each becomes a branch. */
export function wrapTasks(
  definition: Definition,
  references: readonly string[],
  wrapper: Wrapper,
  options: WrapOptions = {},
): EditResult {
  const tasks = references
    .map((reference) => findTask(definition, reference))
    .filter((task) => task !== undefined)
    .sort((a, b) => a.index - b.index);
  const [first] = tasks;
  const list = first && findList(definition, first.list);
  if (first === undefined || list === undefined || tasks.length !== references.length) {
    return refuse("notFound", references.join(" "));
  }
  const isTogether = tasks.every((task, at) => task.list === first.list && task.index === first.index + at);
  if (!isTogether) return refuse("notTogether", first.name);
  const hoisted = leavingThen(tasks, list);
  if (typeof hoisted !== "string") return hoisted;
  const outside = leadingInside(tasks, list);
  if (outside !== undefined) return outside;
  const work = new Work(definition.tree);
  work.expandAliases(first.list);
  const name = freshName(options.name ?? wrapper, list);
  const last = tasks.at(-1) ?? first;
  const then = hoisted === "" ? undefined : thenEntry(work.tree, last, hoisted);
  if (then !== undefined) work.remove(`${last.reference}/then`);
  const isLedTo = thensOf(list).some(({ task, then }) => then.value === first.name && !tasks.includes(task));
  writeWrapper(work, first, tasks.length, wrapper, name, options);
  if (isLedTo) retarget(work, first.list, first.name, name);
  const body = findEntry(work.tree, `${first.list}/${first.index}${pointerOf([name])}`);
  if (then !== undefined && body !== undefined) {
    work.apply(insertEntry(work.tree, body, Infinity, then, "map", styleOf(work.tree)));
  }
  return finish(definition, work, (after) => referenceAt(after, first.list, first.index));
}

/** The `then` of a task as it is written, with its comments, to be put into the block around it. */
function thenEntry(tree: Tree, task: Task, then: string): NewEntry {
  const made = newPair("then", then, styleOf(tree));
  const found = findEntry(tree, `${task.reference}/then`);
  const carried = found && carry(tree, found.parent, found.parent.entries.indexOf(found.entry));
  if (carried === undefined || carried.isFlow) return made;
  return { ...made, atColumn: (column) => reindent(carried.text, column - carried.column).trimStart() };
}

/** The `then` of the last task that leaves the new block, or "", or why the tasks cannot be wrapped. */
function leavingThen(tasks: readonly Task[], list: TaskList): string | EditResult {
  const inside = new Set(tasks.map(({ name }) => name));
  const names = new Set(list.tasks.map(({ name }) => name));
  let hoisted = "";
  for (const task of tasks) {
    for (const then of thensOfTask(task)) {
      const leaves = then.value === "exit" || (names.has(then.value) && !inside.has(then.value));
      if (!leaves) continue;
      const canHoist = task === tasks.at(-1) && then === task.then;
      if (!canHoist) return refuse("leadsElsewhere", task.name);
      hoisted = then.value;
    }
  }
  return hoisted;
}

/** Whether a task outside leads into the middle of the new block. */
function leadingInside(tasks: readonly Task[], list: TaskList): EditResult | undefined {
  const middle = new Set(tasks.slice(1).map(({ name }) => name));
  const found = thensOf(list).find(({ task, then }) => middle.has(then.value) && !tasks.includes(task));
  return found === undefined ? undefined : refuse("isLedTo", found.then.value);
}

function writeWrapper(
  work: Work,
  first: Task,
  count: number,
  wrapper: Wrapper,
  name: string,
  options: WrapOptions,
): void {
  const node = listAt(work.tree, first.list)?.node;
  const { text } = work.tree;
  const [start, end] = [
    node && extentOf(text, node, first.index),
    node && extentOf(text, node, first.index + count - 1),
  ];
  if (node === undefined || start === undefined || end === undefined) return;
  const style = styleOf(work.tree);
  if (node.isFlow) {
    const insert = wrapperInFlow(text.slice(start.from, end.to), wrapper, name, options, style);
    work.apply([{ from: start.from, to: end.to, insert }]);
    return;
  }
  const column = start.column;
  const lines = text.slice(start.hasLines ? start.from : lineStart(text, start.from), end.to);
  const insert = wrapperInBlock(reindentable(lines, style), column, wrapper, name, options, style);
  const isOpen = !text.slice(0, end.to).endsWith("\n");
  work.apply([{ from: start.from, to: end.to, insert: isOpen ? insert.replace(/\r?\n$/, "") : insert }]);
}

function reindentable(lines: string, style: Style): string {
  return lines.endsWith("\n") ? lines : lines + style.lineBreak;
}

/** The keys of a block before and behind its tasks. */
function keysOf(
  wrapper: Wrapper,
  options: WrapOptions,
): { before: [string, Data][]; key: string; behind: [string, Data][] } {
  switch (wrapper) {
    case "do":
      return { before: [], key: "do", behind: [] };
    case "try":
      return { before: [], key: "try", behind: [["catch", options.catch ?? { as: "error" }]] };
    case "for":
      return { before: [["for", { each: "item", in: options.in ?? ".items" }]], key: "do", behind: [] };
    case "fork":
      return { before: [], key: "branches", behind: [] };
  }
}

function wrapperInBlock(
  lines: string,
  column: number,
  wrapper: Wrapper,
  name: string,
  options: WrapOptions,
  style: Style,
): string {
  const { before, key, behind } = keysOf(wrapper, options);
  const body = column + 2 + style.step;
  const keyColumn = wrapper === "fork" ? body + style.step : body;
  const line = (at: number, text: string): string => " ".repeat(at) + text + style.lineBreak;
  const pair = ([other, value]: [string, Data]): string =>
    line(body, `${other}:${renderBehindKey(value, body, style)}`);
  return [
    line(column, `- ${renderKey(name, false, false)}:`),
    wrapper === "fork" ? line(body, "fork:") : "",
    ...before.map(pair),
    line(keyColumn, `${key}:`),
    reindent(lines, keyColumn + style.listStep - column),
    ...behind.map(pair),
  ].join("");
}

function wrapperInFlow(
  items: string,
  wrapper: Wrapper,
  name: string,
  options: WrapOptions,
  style: Style,
): string {
  const { before, key, behind } = keysOf(wrapper, options);
  const word = (text: string): string => renderKey(text, true, style.isJson);
  const pair = ([other, value]: [string, Data]): string =>
    `${word(other)}: ${renderFlow(value, style.isJson)}`;
  const inner = [...before.map(pair), `${word(key)}: [${items}]`, ...behind.map(pair)].join(", ");
  const body = wrapper === "fork" ? `{ ${word("fork")}: { ${inner} } }` : `{ ${inner} }`;
  return `{ ${word(name)}: ${body} }`;
}

/** Puts the tasks of a block in its place. What else the block said goes, and is named in `dropped`. */
export function unwrapTask(definition: Definition, reference: string): EditResult {
  const task = findTask(definition, reference);
  const list = task && findList(definition, task.list);
  const inner = task?.lists[0];
  if (task === undefined || list === undefined) return refuse("notFound", reference);
  if (inner === undefined || inner.tasks.length === 0) return refuse("hasNoList", task.name);
  const work = new Work(definition.tree);
  work.expandAliases(inner.reference);
  const names = prepareInner(work, inner, list, task);
  const [firstName = ""] = names;
  writeInner(work, task, inner.reference);
  retarget(work, task.list, task.name, firstName);
  const dropped = droppedKeys(definition, task);
  return finish(definition, work, (after) => referenceAt(after, task.list, task.index), { dropped });
}

/** Gives the inner tasks names that are free outside, and the last one the `then` of the block. */
function prepareInner(work: Work, inner: TaskList, outer: TaskList, block: Task): string[] {
  const taken = new Set(outer.tasks.filter((task) => task !== block).map(({ name }) => name));
  const current = (): TaskList => findList(definitionOf(work.tree), inner.reference) ?? inner;
  for (let index = 0; index < inner.tasks.length; index += 1) {
    const task = current().tasks[index];
    if (task === undefined || !taken.has(task.name)) continue;
    const others = [...outer.tasks, ...current().tasks];
    renameIn(work, task, freshName(task.name, { ...outer, tasks: others }));
  }
  const last = current().tasks.at(-1);
  const then = block.then?.value;
  const isLeaf =
    last !== undefined && last.then === undefined && last.kind !== "unreadable" && last.kind !== "raise";
  if (isLeaf && then !== undefined && then !== "continue" && inner.slot !== "branches") {
    work.set(`${last.reference}/then`, DIRECTIVES.includes(then) || then !== last.name ? then : "continue");
  }
  return current().tasks.map(({ name }) => name);
}

/** Writes the items of the inner list in the place of the block. */
function writeInner(work: Work, block: Task, innerList: string): void {
  const { tree } = work;
  const [outer, inner] = [listAt(tree, block.list)?.node, listAt(tree, innerList)?.node];
  const extent = outer && extentOf(tree.text, outer, block.index);
  const item = outer?.entries[block.index];
  if (outer === undefined || inner === undefined || extent === undefined || item === undefined) return;
  if (outer.isFlow || inner.isFlow || !extent.hasLines) {
    work.apply([{ from: extent.from, to: extent.to, insert: itemByItem(tree, outer, inner, extent.column) }]);
    return;
  }
  const [first, last] = [extentOf(tree.text, inner, 0), extentOf(tree.text, inner, inner.entries.length - 1)];
  if (first === undefined || last === undefined) return;
  const style = styleOf(tree);
  const lines = reindentable(tree.text.slice(first.from, last.to), style);
  const moved = reindent(lines, extent.column - columnOf(tree.text, inner.entries[0]?.from ?? 0));
  const isOpen = !tree.text.slice(0, extent.to).endsWith("\n");
  const from = lineStart(tree.text, item.from);
  work.apply(sorted([{ from, to: extent.to, insert: isOpen ? moved.replace(/\r?\n$/, "") : moved }]));
}

function itemByItem(tree: Tree, outer: SeqNode, inner: SeqNode, column: number): string {
  const style = styleOf(tree);
  const items = inner.entries.map((_, index) => carry(tree, inner, index)).filter((one) => one !== undefined);
  if (outer.isFlow) return items.map(({ inFlow }) => inFlow).join(", ");
  const indent = " ".repeat(column);
  return items.map((one) => indent + atColumn(one, column) + style.lineBreak).join("");
}

/** The keys of a block that its tasks do not take over. */
function droppedKeys(definition: Definition, task: Task): string[] {
  const node = listAt(definition.tree, task.list)?.node.entries[task.index]?.value;
  const pair = node?.kind === "map" ? node.entries[0]?.value : undefined;
  const kept = ["do", "try", "fork", "then", "for", "listen"];
  return pair?.kind === "map"
    ? pair.entries.map(({ name }) => name).filter((name) => !kept.includes(name))
    : [];
}
