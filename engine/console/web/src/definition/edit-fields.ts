/** Edits of fields: of a task, of its cases, of what stands at the top of a definition. */
import { insertEntry, removeEntry, renameKey, sorted } from "./change";
import type { NewEntry } from "./change";
import { atColumn, carry } from "./carry";
import { addTask, listAt } from "./edit-tasks";
import { finish, freshName, refuse } from "./edit";
import type { EditResult, Place } from "./edit";
import { callName } from "./kinds";
import { TASK_KINDS, findList, findTask } from "./model";
import type { Definition, OperationName, Task } from "./model";
import { styleOf } from "./render";
import { Work, newItem } from "./set";
import type { Order } from "./set";
import { dataOf, findEntry, findNode, followed, pointerOf, pointerParts, repeatsOf } from "./tree";
import type { Data } from "./tree";
import { skeleton } from "./skeleton";

/** The order in which keys are written where somebody adds one. Unknown keys stay where they are. */
const KEY_ORDER: readonly string[] = [
  ...["dsl", "namespace", "name", "version", "title", "summary", "tags"],
  ...["document", "use", "schedule", "if", "input"],
  ...["call", "with", "for", "while", "try", "do", "catch", "foreach"],
  ...TASK_KINDS.filter((kind) => !["call", "for", "try", "do"].includes(kind)),
  ...["output", "export", "timeout", "then", "metadata"],
];

/** The index where a new key belongs among those that are there. */
export const inOrder: Order = (keys, key) => {
  const rank = KEY_ORDER.indexOf(key);
  if (rank < 0) return keys.length;
  const at = keys.findIndex((other) => KEY_ORDER.indexOf(other) > rank);
  return at < 0 ? keys.length : at;
};

/** Keys that say something even if nothing is in them. They stay when their last member goes. */
const KEPT: readonly string[] = [
  "do",
  "try",
  "catch",
  "switch",
  "set",
  "for",
  "fork",
  "listen",
  "emit",
  "raise",
  "run",
];

/** Sets the value at a JSON pointer of the definition; `undefined` removes it. */
export function setAt(
  definition: Definition,
  pointer: string,
  value: Data | undefined,
  select = pointer,
): EditResult {
  const work = new Work(definition.tree);
  change(work, pointer, value);
  return finish(definition, work, select, { alsoAt: repeatsOf(definition.tree, pointer) });
}

function change(work: Work, pointer: string, value: Data | undefined): void {
  if (value !== undefined) {
    work.set(pointer, value, inOrder);
    return;
  }
  const parts = pointerParts(pointer);
  let length = parts.length;
  // A mapping that would be left empty goes too, as far as it is optional.
  while (length > 1) {
    const parent = parts.slice(0, length - 1);
    const above = findNode(work.tree, pointerOf(parent));
    const isOptional = !KEPT.includes(parent.at(-1) ?? "") && !isTaskBody(parent);
    if (!isOptional || above?.kind !== "map" || above.entries.length > 1) break;
    length -= 1;
  }
  work.remove(pointerOf(parts.slice(0, length)));
}

/** Whether a pointer leads to an item of a list or to its body: these stay. */
function isTaskBody(parts: readonly string[]): boolean {
  const isIndex = (part: string | undefined): boolean => part !== undefined && /^[0-9]+$/.test(part);
  return isIndex(parts.at(-1)) || isIndex(parts.at(-2));
}

/** Sets the value at a path of a task; `undefined` removes it. */
export function setField(
  definition: Definition,
  reference: string,
  path: readonly (string | number)[],
  value: Data | undefined,
): EditResult {
  if (findTask(definition, reference) === undefined) return refuse("notFound", reference);
  if (path.length === 0) return refuse("notFound", reference);
  return setAt(definition, reference + pointerOf(path), value, reference);
}

/** Sets several fields of a task at once, as one edit. */
export function setFields(
  definition: Definition,
  reference: string,
  fields: readonly { readonly path: readonly (string | number)[]; readonly value: Data | undefined }[],
): EditResult {
  if (findTask(definition, reference) === undefined) return refuse("notFound", reference);
  const work = new Work(definition.tree);
  const pointers = fields.map(({ path }) => reference + pointerOf(path));
  for (const [at, { value }] of fields.entries()) change(work, pointers[at] ?? reference, value);
  const alsoAt = pointers.flatMap((pointer) => repeatsOf(definition.tree, pointer));
  return finish(definition, work, reference, { alsoAt });
}

/** Sets a text of `document`, such as `title` or `summary`. */
export function setDocument(definition: Definition, key: string, value: Data | undefined): EditResult {
  return setAt(definition, pointerOf(["document", key]), value);
}

/** Sets a member of `document.metadata`. */
export function setMetadata(definition: Definition, key: string, value: Data | undefined): EditResult {
  return setAt(definition, pointerOf(["document", "metadata", key]), value);
}

/** Sets the JSON Schema of the input. */
export function setInputSchema(definition: Definition, schema: Data | undefined): EditResult {
  return setAt(definition, "/input/schema/document", schema);
}

/** Sets the JSON Schema of the settings. */
export function setSettings(definition: Definition, schema: Data | undefined): EditResult {
  return setAt(definition, "/document/metadata/settings", schema);
}

/** Adds a case to a `switch`. Its name is made unique. */
export function addCase(
  definition: Definition,
  reference: string,
  index: number,
  added: { readonly name: string; readonly when?: string; readonly then: string },
): EditResult {
  const task = findTask(definition, reference);
  if (task?.detail.kind !== "switch") return refuse("notFound", reference);
  const work = new Work(definition.tree);
  const pointer = `${reference}/switch`;
  work.expandAliases(pointer);
  const holder = findEntry(work.tree, pointer);
  if (holder === undefined) return refuse("notFound", pointer);
  const name = freshName(added.name, caseList(task));
  const body: Data = added.when === undefined ? { then: added.then } : { when: added.when, then: added.then };
  const style = styleOf(work.tree);
  work.apply(insertEntry(work.tree, holder, index, newItem({ [name]: body }, style), "seq", style));
  return finish(definition, work, reference);
}

/** The cases of a `switch` as far as names go. */
function caseList(task: Task): Parameters<typeof freshName>[1] {
  const names = task.detail.kind === "switch" ? task.detail.cases.map(({ name }) => ({ ...task, name })) : [];
  return { reference: "", slot: "do", tasks: names, owner: undefined };
}

/** Removes a case of a `switch`. */
export function removeCase(definition: Definition, reference: string, index: number): EditResult {
  const work = new Work(definition.tree);
  work.expandAliases(`${reference}/switch`);
  const at = listAt(work.tree, `${reference}/switch`);
  if (at?.node.entries[index] === undefined) return refuse("notFound", reference);
  work.apply(removeEntry(work.tree, at.holder, at.node, index));
  return finish(definition, work, reference);
}

/** Moves a case of a `switch` before another one, as they are before the move. */
export function moveCase(definition: Definition, reference: string, from: number, to: number): EditResult {
  const work = new Work(definition.tree);
  work.expandAliases(`${reference}/switch`);
  const at = listAt(work.tree, `${reference}/switch`);
  const carried = at && carry(work.tree, at.node, from);
  if (at === undefined || carried === undefined) return refuse("notFound", reference);
  if (to !== from && to !== from + 1) {
    const entry: NewEntry = { atColumn: (column) => atColumn(carried, column), inFlow: carried.inFlow };
    const insertion = insertEntry(work.tree, at.holder, to, entry, "seq", styleOf(work.tree));
    work.apply(sorted([...insertion, ...removeEntry(work.tree, at.holder, at.node, from)]));
  }
  return finish(definition, work, reference);
}

/** Gives a case another name. */
export function renameCase(
  definition: Definition,
  reference: string,
  index: number,
  name: string,
): EditResult {
  const task = findTask(definition, reference);
  if (task?.detail.kind !== "switch") return refuse("notFound", reference);
  if (name.trim() === "") return refuse("nameEmpty", name);
  if (task.detail.cases.some((other, at) => other.name === name && at !== index))
    return refuse("nameTaken", name);
  const work = new Work(definition.tree);
  work.expandAliases(`${reference}/switch/${index}`);
  const map = followed(listAt(work.tree, `${reference}/switch`)?.node.entries[index]?.value);
  const pair = map?.kind === "map" ? map.entries[0] : undefined;
  if (map?.kind !== "map" || pair === undefined) return refuse("notFound", reference);
  work.apply(renameKey(map, pair, name));
  return finish(definition, work, reference);
}

/** Adds a branch to a `fork`: one task. */
export function addBranch(definition: Definition, reference: string, name: string, body: Data): EditResult {
  const list = findList(definition, `${reference}/fork/branches`);
  if (list === undefined) return refuse("notFound", reference);
  return addTask(definition, { list: list.reference, index: list.tasks.length }, name, body);
}

/** Adds a call of an operation, with each argument that it requires. */
export function insertCall(
  definition: Definition,
  place: Place,
  operation: OperationName & { readonly input?: Data },
  values: ReadonlyMap<string, string> = new Map(),
): EditResult {
  const name = operation.operation.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const arguments_ = skeleton(operation.input, values);
  const call = callName(operation);
  const hasNone = Object.keys(arguments_).length === 0;
  return addTask(definition, place, name, hasNone ? { call } : { call, with: arguments_ });
}

/** Keeps the output of a task in `$context` under a name, for the tasks after the next one. */
export function exportOutput(definition: Definition, reference: string, key: string): EditResult {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : JSON.stringify(key);
  const old = dataOf(findNode(definition.tree, `${reference}/export/as`));
  const before = typeof old === "string" ? old.replace(/^\s*\$\{\s*|\s*\}\s*$/g, "") : "$context";
  return setField(definition, reference, ["export", "as"], `\${ ${before} + { ${name}: . } }`);
}
