/** Edits of whole tasks: add, delete, move, duplicate, rename. */
import { carry, atColumn } from "./carry";
import { insertEntry, removeEntry, renameKey, sorted } from "./change";
import type { Holder, NewEntry } from "./change";
import { DIRECTIVES, finish, freshName, referenceAt, refuse, refusedName, thensOf } from "./edit";
import type { EditResult, Place } from "./edit";
import { findList, findTask } from "./model";
import type { Definition, Task, TaskList } from "./model";
import { definitionOf } from "./read";
import { styleOf } from "./render";
import { Work, newItem } from "./set";
import { findEntry, followed } from "./tree";
import type { Data, SeqNode, SyntaxNode, Tree } from "./tree";
import type { Edit } from "./text";

/** The list of tasks at a pointer and the entry that has it. */
export function listAt(tree: Tree, list: string): { holder: Holder; node: SeqNode } | undefined {
  const holder = findEntry(tree, list);
  const node = followed(holder?.entry.value);
  return holder !== undefined && node?.kind === "seq" ? { holder, node } : undefined;
}

/** The pointer of the item of a list that has this task. */
export function itemOf(task: Task): string {
  return `${task.list}/${task.index}`;
}

/** Makes sure of a list that may not exist yet, such as the `do` of a `catch`. */
function ensureList(work: Work, list: string): void {
  work.expandAliases(list);
  const node = followed(findEntry(work.tree, list)?.entry.value);
  if (node === undefined || node.kind !== "seq") work.set(list, []);
}

/** Adds a task. Its name is made unique in its list. */
export function addTask(definition: Definition, place: Place, name: string, body: Data): EditResult {
  const list = findList(definition, place.list);
  if (list === undefined) return refuse("notFound", place.list);
  const work = new Work(definition.tree);
  ensureList(work, place.list);
  const holder = findEntry(work.tree, place.list);
  if (holder === undefined) return refuse("notFound", place.list);
  const style = styleOf(work.tree);
  const item = newItem({ [freshName(name, list)]: body }, style);
  work.apply(insertEntry(work.tree, holder, place.index, item, "seq", style));
  return finish(definition, work, (after) => referenceAt(after, place.list, place.index));
}

/** Where the flow goes after a task that is no longer there. */
function behind(task: Task, list: TaskList): string {
  const own = task.then?.value;
  if (own !== undefined && own !== "continue" && own !== task.name) return own;
  const next = list.tasks[task.index + 1];
  return next?.name ?? (list.slot === "tasks" ? "end" : "exit");
}

/** Leads every `then` of a list that names `was` to another task. */
export function retarget(work: Work, list: string, was: string, is: string): void {
  const found = findList(definitionOf(work.tree), list);
  for (const { then } of found === undefined ? [] : thensOf(found)) {
    if (then.value === was) work.set(then.pointer, is);
  }
}

/** Deletes a task. Every `then` that led to it leads to what followed it. */
export function deleteTask(definition: Definition, reference: string): EditResult {
  const task = findTask(definition, reference);
  const list = task && findList(definition, task.list);
  if (task === undefined || list === undefined) return refuse("notFound", reference);
  const work = new Work(definition.tree);
  work.expandAliases(task.list);
  const at = listAt(work.tree, task.list);
  if (at === undefined) return refuse("notFound", reference);
  work.apply(removeEntry(work.tree, at.holder, at.node, task.index));
  if (!list.tasks.some(({ name, index }) => name === task.name && index !== task.index)) {
    retarget(work, task.list, task.name, behind(task, list));
  }
  return finish(definition, work, (after) => {
    const before = referenceAt(after, task.list, task.index - 1);
    return referenceAt(after, task.list, task.index) ?? before ?? list.owner ?? task.list;
  });
}

/** Moves a task before the task at `place.index` of a list, as that list is before the move. */
export function moveTask(definition: Definition, reference: string, place: Place): EditResult {
  const task = findTask(definition, reference);
  const from = task && findList(definition, task.list);
  const to = findList(definition, place.list);
  if (task === undefined || from === undefined || to === undefined) return refuse("notFound", reference);
  if (place.list === reference || place.list.startsWith(`${reference}/`))
    return refuse("insideItself", task.name);
  const isSame = task.list === place.list;
  const index = Math.max(0, Math.min(place.index, to.tasks.length));
  const work = new Work(definition.tree);
  if (isSame && (index === task.index || index === task.index + 1))
    return finish(definition, work, reference);
  work.expandAliases(task.list);
  ensureList(work, place.list);
  const [source, target] = [listAt(work.tree, task.list), findEntry(work.tree, place.list)];
  if (source === undefined || target === undefined) return refuse("notFound", reference);
  const carried = carry(work.tree, source.node, task.index);
  if (carried === undefined) return refuse("notFound", reference);
  const entry: NewEntry = { atColumn: (column) => atColumn(carried, column), inFlow: carried.inFlow };
  const insertion = insertEntry(work.tree, target, index, entry, "seq", styleOf(work.tree));
  work.apply(sorted([...insertion, ...removeEntry(work.tree, source.holder, source.node, task.index)]));
  if (!isSame) leaveList(work, task, from, to, index);
  const list = isSame ? place.list : shifted(place.list, task.list, task.index + 1, -1);
  const at = isSame && index > task.index ? index - 1 : index;
  return finish(definition, work, (after) => referenceAt(after, list, at));
}

/** A reference after the items of `list` from `index` on have moved by some places. */
function shifted(reference: string, list: string, index: number, by: number): string {
  if (!reference.startsWith(`${list}/`)) return reference;
  const [item = "", ...rest] = reference.slice(list.length + 1).split("/");
  const position = Number(item) >= index ? Number(item) + by : Number(item);
  return [list, position, ...rest].join("/");
}

/** What else changes when a task goes to another list: its name if that is taken, and who led to it. */
function leaveList(work: Work, task: Task, from: TaskList, to: TaskList, index: number): void {
  const target = shifted(to.reference, from.reference, task.index + 1, -1);
  if (to.tasks.some(({ name }) => name === task.name)) {
    const map = followed(listAt(work.tree, target)?.node.entries[index]?.value);
    const pair = map?.kind === "map" ? map.entries[0] : undefined;
    if (map?.kind === "map" && pair) work.apply(renameKey(map, pair, freshName(task.name, to)));
  }
  const isAlone = !from.tasks.some(({ name, index: other }) => name === task.name && other !== task.index);
  const source = shifted(from.reference, to.reference, index, 1);
  if (isAlone) retarget(work, source, task.name, behind(task, from));
}

/** Moves a task up: before the one above it, or out of its block at the top. */
export function moveUp(definition: Definition, reference: string): EditResult {
  const task = findTask(definition, reference);
  if (task === undefined) return refuse("notFound", reference);
  if (task.index > 0) return moveTask(definition, reference, { list: task.list, index: task.index - 1 });
  return moveOut(definition, reference, "before");
}

/** Moves a task down: behind the one below it, or out of its block at the bottom. */
export function moveDown(definition: Definition, reference: string): EditResult {
  const task = findTask(definition, reference);
  const list = task && findList(definition, task.list);
  if (task === undefined || list === undefined) return refuse("notFound", reference);
  if (task.index < list.tasks.length - 1) {
    return moveTask(definition, reference, { list: task.list, index: task.index + 2 });
  }
  return moveOut(definition, reference, "behind");
}

/** Moves a task out of its block, before or behind it. */
export function moveOut(definition: Definition, reference: string, where: "before" | "behind"): EditResult {
  const task = findTask(definition, reference);
  const owner = task && findTask(definition, findList(definition, task.list)?.owner ?? "");
  if (task === undefined || owner === undefined) return refuse("hasNoList", reference);
  const index = owner.index + (where === "behind" ? 1 : 0);
  return moveTask(definition, reference, { list: owner.list, index });
}

/** Moves a task to the end of the first list of a block. */
export function moveInto(definition: Definition, reference: string, block: string): EditResult {
  const list = findTask(definition, block)?.lists[0];
  if (list === undefined) return refuse("hasNoList", block);
  return moveTask(definition, reference, { list: list.reference, index: list.tasks.length });
}

/** Copies a task behind itself under a fresh name. Anchors stay with the original. */
export function duplicateTask(definition: Definition, reference: string): EditResult {
  const task = findTask(definition, reference);
  const list = task && findList(definition, task.list);
  if (task === undefined || list === undefined) return refuse("notFound", reference);
  const work = new Work(definition.tree);
  work.expandAliases(itemOf(task));
  const at = listAt(work.tree, task.list);
  const carried = at && carry(work.tree, at.node, task.index);
  if (at === undefined || carried === undefined) return refuse("notFound", reference);
  const entry: NewEntry = { atColumn: (column) => atColumn(carried, column), inFlow: carried.inFlow };
  work.apply(insertEntry(work.tree, at.holder, task.index + 1, entry, "seq", styleOf(work.tree)));
  const copy = listAt(work.tree, task.list)?.node.entries[task.index + 1];
  const map = copy?.value;
  const pair = map?.kind === "map" ? map.entries[0] : undefined;
  if (map?.kind === "map" && pair !== undefined) {
    const name = renameKey(map, pair, freshName(task.name, list));
    work.apply(sorted([...name, ...withoutAnchors(work.tree.text, map)]));
  }
  return finish(definition, work, (after) => referenceAt(after, task.list, task.index + 1));
}

/** Removes the anchors inside a node. */
function withoutAnchors(text: string, node: SyntaxNode | undefined): Edit[] {
  if (node === undefined) return [];
  const inside =
    node.kind === "map" || node.kind === "seq"
      ? node.entries.flatMap((entry) => [
          ...withoutAnchors(text, entry.key),
          ...withoutAnchors(text, entry.value),
        ])
      : [];
  if (node.anchor === undefined) return inside;
  const from = text.indexOf(`&${node.anchor}`, node.start);
  const end = from + node.anchor.length + 1;
  const isSpaced = text[end] === " ";
  const start = !isSpaced && text[from - 1] === " " ? from - 1 : from;
  return [{ from: start, to: isSpaced ? end + 1 : end, insert: "" }, ...inside];
}

/** Gives a task another name. Every `then` that leads to it follows. */
export function renameTask(definition: Definition, reference: string, name: string): EditResult {
  const task = findTask(definition, reference);
  const list = task && findList(definition, task.list);
  if (task === undefined || list === undefined) return refuse("notFound", reference);
  const refused = refusedName(name, list, task);
  if (refused !== undefined) return refused;
  const work = new Work(definition.tree);
  renameIn(work, task, name);
  return finish(definition, work, (after) => referenceAt(after, task.list, task.index));
}

/** Renames a task inside of a larger edit. */
export function renameIn(work: Work, task: Task, name: string): void {
  work.expandAliases(itemOf(task));
  if (!DIRECTIVES.includes(task.name)) retarget(work, task.list, task.name, name);
  const map = findEntry(work.tree, itemOf(task))?.entry.value;
  const pair = map?.kind === "map" ? map.entries[0] : undefined;
  if (map?.kind === "map" && pair !== undefined) work.apply(renameKey(map, pair, name));
}
