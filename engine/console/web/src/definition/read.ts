/** Reads a text as a definition. Broken and half-typed text gives what can be read; nothing here fails. */
import { dataOf, entryOf, followed, isNothing, member, pointerOf, readTree, textOf } from "./tree";
import type { Data, Entry, SyntaxNode, Tree } from "./tree";
import { COMMON_KEYS, TASK_KINDS } from "./model";
import type { Definition, Header, Placed, Slot, Task, TaskKind, TaskList } from "./model";
import { KIND_KEYS, detailOf } from "./kinds";
import type { Range } from "./text";

const TOP = ["document", "input", "use", "do", "timeout", "output", "schedule", "evaluate", "metadata"];

/** The values of a mapping's member as data; `undefined` if it is absent. */
export function memberData(node: SyntaxNode | undefined, ...names: string[]): Data | undefined {
  const found = member(node, ...names);
  return found === undefined ? undefined : dataOf(found);
}

/** Reads a text as a definition. What is as it was in the definition `before` is taken from there. */
export function readDefinition(text: string, before?: Definition): Definition {
  return definitionOf(readTree(text, before?.tree));
}

/** The definition of a tree. */
export function definitionOf(tree: Tree): Definition {
  const root = followed(tree.root);
  const use = member(root, "use");
  const functions = member(use, "functions");
  const names = root?.kind === "map" ? root.entries.map((entry) => entry.name) : [];
  const secrets = memberData(use, "secrets");
  return {
    text: tree.text,
    tree,
    problems: tree.problems,
    header: header(member(root, "document")),
    inputSchema: memberData(root, "input", "schema", "document"),
    outputSchema: memberData(root, "output", "schema", "document"),
    settings: memberData(root, "document", "metadata", "settings"),
    input: memberData(root, "input"),
    output: memberData(root, "output"),
    timeout: memberData(root, "timeout"),
    schedule: memberData(root, "schedule"),
    secrets: Array.isArray(secrets) ? secrets.filter((name) => typeof name === "string") : [],
    use: use === undefined ? undefined : dataOf(use),
    tasks: readList(tree, member(root, "do"), "/do", "tasks", undefined),
    functions:
      functions?.kind === "map"
        ? functions.entries.map((entry, index) => {
            const reference = pointerOf(["use", "functions", entry.name]);
            return readTask(tree, entry, entry, reference, "/use/functions", index);
          })
        : [],
    otherKeys: names.filter((name) => !TOP.includes(name)),
  };
}

function header(document: SyntaxNode | undefined): Header {
  const text = (name: string): string | undefined => textOf(member(document, name));
  return {
    dsl: text("dsl"),
    namespace: text("namespace"),
    name: text("name"),
    version: text("version"),
    title: text("title"),
    summary: text("summary"),
    tags: memberData(document, "tags"),
    metadata: memberData(document, "metadata"),
  };
}

/** The most levels of tasks. Aliases can nest lists without an end. */
const MOST_LEVELS = 64;

/** Reads a list of tasks. */
function readList(
  tree: Tree,
  node: SyntaxNode | undefined,
  reference: string,
  slot: Slot,
  owner: string | undefined,
): TaskList {
  const list = followed(node);
  const isDeep = reference.split("/").length > 4 * MOST_LEVELS;
  const items = list?.kind === "seq" && !isDeep ? list.entries : [];
  const tasks = items.map((item, index) => readItem(tree, item, reference, index));
  return { reference, slot, tasks, owner };
}

/**
 * The tasks of entries. INVARIANT: entries never change, and one that two trees share has the same text at the same
 * place in both: so it is the same task, unless its place in the list is another.
 */
const tasksOf = new WeakMap<Entry, Task>();

function readItem(tree: Tree, item: Entry, list: string, index: number): Task {
  const known = tasksOf.get(item);
  if (known?.list === list && known.index === index) return known;
  const value = followed(item.value);
  const pair = value?.kind === "map" ? value.entries[0] : undefined;
  const place = `${list}/${index}`;
  const task =
    value?.kind !== "map" || pair === undefined
      ? unreadable(tree, item, place, list, index)
      : readTask(tree, item, pair, place + pointerOf([pair.name]), list, index);
  tasksOf.set(item, task);
  return task;
}

function readTask(
  tree: Tree,
  item: Entry,
  pair: Entry,
  reference: string,
  list: string,
  index: number,
): Task {
  const body = followed(pair.value);
  const keys = body?.kind === "map" ? body.entries.map((entry) => entry.name) : [];
  const kind = kindOf(keys);
  const placed = (name: string): Placed | undefined => placedText(body, name, reference);
  const known: readonly string[] = [...COMMON_KEYS, ...(KIND_KEYS[kind] ?? [])];
  return {
    reference,
    name: pair.name,
    kind,
    detail: detailOf(tree, kind, body, keys, reference),
    list,
    index,
    range: { from: item.from, to: item.to },
    nameRange: pair.key ?? { from: pair.from, to: pair.from },
    bodyRange: bodyRange(pair),
    if: placed("if"),
    then: placed("then"),
    input: memberData(body, "input"),
    output: memberData(body, "output"),
    export: memberData(body, "export"),
    timeout: memberData(body, "timeout"),
    metadata: memberData(body, "metadata"),
    otherKeys: kind === "unknown" ? [] : keys.filter((key) => !known.includes(key)),
    lists: listsOf(tree, kind, body, reference),
  };
}

function bodyRange(pair: Entry): Range {
  const value = pair.value;
  return value === undefined || isNothing(value)
    ? { from: pair.after, to: pair.after }
    : { from: value.from, to: value.to };
}

/** The text of a member and its place. */
export function placedText(body: SyntaxNode | undefined, name: string, above: string): Placed | undefined {
  const entry = entryOf(body, name);
  const value = textOf(entry?.value);
  if (entry?.value === undefined || value === undefined) return undefined;
  const { from, to } = entry.value;
  return { value, range: { from, to }, pointer: above + pointerOf([name]) };
}

/** `for` and `listen` share `do` and `foreach` with others, so they come first. */
function kindOf(keys: readonly string[]): TaskKind {
  if (keys.includes("for")) return "for";
  return TASK_KINDS.find((kind) => keys.includes(kind)) ?? "unknown";
}

function listsOf(tree: Tree, kind: TaskKind, body: SyntaxNode | undefined, reference: string): TaskList[] {
  const read = (slot: Slot, ...path: string[]): TaskList =>
    readList(tree, member(body, ...path), reference + pointerOf(path), slot, reference);
  switch (kind) {
    case "do":
    case "for":
      return [read("do", "do")];
    case "try":
      return [read("try", "try"), read("catch", "catch", "do")];
    case "fork":
      return [read("branches", "fork", "branches")];
    case "listen":
    case "call":
      return member(body, "foreach") === undefined ? [] : [read("foreach", "foreach", "do")];
    default:
      return [];
  }
}

/** An item of a list that is no task yet. */
function unreadable(tree: Tree, item: Entry, reference: string, list: string, index: number): Task {
  const source = tree.text.slice(item.value?.from ?? item.to, item.to);
  const range = { from: item.from, to: item.to };
  return {
    reference,
    name: textOf(item.value) ?? "",
    kind: "unreadable",
    detail: { kind: "unreadable", source },
    list,
    index,
    range,
    nameRange: range,
    bodyRange: { from: item.to, to: item.to },
    if: undefined,
    then: undefined,
    input: undefined,
    output: undefined,
    export: undefined,
    timeout: undefined,
    metadata: undefined,
    otherKeys: [],
    lists: [],
  };
}
