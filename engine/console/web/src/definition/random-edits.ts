/**
 * For tests: random edits, each with the data that it has to lead to, worked out apart from the text.
 */
import * as edits from "./edits";
import type { EditResult, Wrapper } from "./edits";
import { extentOf } from "./extent";
import { allLists, allTasks } from "./model";
import type { Definition, Task, TaskList } from "./model";
import { lineStart, nextLine } from "./text";
import { dataOf, findEntry, findNode, pointerParts } from "./tree";
import type { Data } from "./tree";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a random edit did, and what it must have led to. */
export interface Outcome {
  readonly name: string;
  readonly result: EditResult;
  /** The data as it has to be; `then`s that follow a task are compared apart. */
  expected(data: Json): void;
  /** The tasks that the edit was about. */
  readonly about: readonly Task[];
  /** The lists that get a task. */
  readonly lists?: readonly string[];
  /** Where the edit may change the text. */
  readonly within: { readonly from: number; readonly to: number };
  /** Whether comments inside `about` may go. */
  readonly mayDropComments: boolean;
}

export const copy = (data: Data): Json => JSON.parse(JSON.stringify(data)) as Json;

function at(data: Json, pointer: string): Json {
  return pointerParts(pointer).reduce<Json>((node, part) => {
    if (Array.isArray(node)) return node[Number(part)] ?? null;
    return typeof node === "object" && node !== null ? (node[part] ?? null) : null;
  }, data);
}

function listIn(data: Json, pointer: string): Json[] {
  const found = at(data, pointer);
  if (Array.isArray(found)) return found;
  const list: Json[] = [];
  write(data, pointerParts(pointer), list);
  return list;
}

/** Data without the `then`s of tasks, cases and `catch`, which follow tasks on their own. */
export function withoutThen(data: Json): Json {
  if (Array.isArray(data)) return data.map(withoutThen);
  if (typeof data !== "object" || data === null) return data;
  const kept = Object.entries(data).filter(([key, value]) => key !== "then" || typeof value !== "string");
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutThen(value)]));
}

function rename(item: Json | undefined, name: string): Json {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return item ?? null;
  const [first, ...rest] = Object.entries(item);
  return Object.fromEntries(first === undefined ? rest : [[name, first[1]], ...rest]);
}

const lastName = (selection: string): string => pointerParts(selection).at(-1) ?? "";

const VALUES: readonly Data[] = [
  "plain",
  "with: colon",
  "# no comment",
  "${ .order.total // 0 }",
  '${ { a: "x", b: [.y] } }',
  "two\nlines",
  "two\nlines\n",
  "  padded ",
  "",
  "yes",
  "0123",
  "- dash",
  "é ü 𝄞 \u2028",
  "tab\there",
  12,
  -0.5,
  true,
  null,
  [],
  {},
  [1, "two", { three: [3] }],
  { a: 1, "b c": { d: ["x: y", "z"] } },
  { deep: { deeper: { deepest: "end" } }, list: [{ a: 1, b: 2 }, "c"] },
];

/** A source of choices from the numbers that fast-check gives. */
export class Choices {
  private at = 0;
  private readonly numbers: readonly number[];
  constructor(numbers: readonly number[]) {
    this.numbers = numbers;
  }
  below(bound: number): number {
    const number = this.numbers[this.at % this.numbers.length] ?? 0;
    this.at += 1;
    return bound <= 0 ? 0 : number % bound;
  }
  one<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  }
}

/** The range of the entry that has a list. */
function hull(definition: Definition, ...lists: readonly string[]): { from: number; to: number } {
  const ranges = lists.map((list) => {
    const parts = pointerParts(list);
    for (let length = parts.length; length > 0; length -= 1) {
      const pointer = parts
        .slice(0, length)
        .map((part) => `/${part.replaceAll("~", "~0").replaceAll("/", "~1")}`)
        .join("");
      const found = findEntry(definition.tree, pointer);
      if (found === undefined) continue;
      const last = found.entry.value?.kind === "seq" ? found.entry.value : undefined;
      const end = last && extentOf(definition.text, last, last.entries.length - 1)?.to;
      return { from: found.entry.from, to: Math.max(nextLine(definition.text, found.entry.to), end ?? 0) };
    }
    return { from: 0, to: definition.text.length };
  });
  return { from: Math.min(...ranges.map(({ from }) => from)), to: Math.max(...ranges.map(({ to }) => to)) };
}

function taskRange(definition: Definition, task: Task): { from: number; to: number } {
  return { from: lineStart(definition.text, task.range.from), to: nextLine(definition.text, task.range.to) };
}

export function inside(task: Task): Task[] {
  return task.lists.flatMap((list) => list.tasks.flatMap((inner) => [inner, ...inside(inner)]));
}

type Make = (definition: Definition, choose: Choices, task: Task, list: TaskList) => Outcome | undefined;

export const MAKERS: Record<string, Make> = {
  add: (definition, choose, _task, _list) => {
    const list = choose.one(allLists(definition).filter(({ reference }) => !reference.includes("/use/")));
    const index = choose.below(list.tasks.length + 1);
    const body: Data = { set: { value: choose.one(VALUES) } };
    const result = edits.addTask(
      definition,
      { list: list.reference, index },
      choose.one(["pay", "a b", "x: y"]),
      body,
    );
    const name = result.ok ? lastName(result.selection) : "";
    const expected = (data: Json): void =>
      void listIn(data, list.reference).splice(index, 0, { [name]: copy(body) });
    return {
      name: "add",
      result,
      expected,
      about: [],
      lists: [list.reference],
      within: hull(definition, list.reference),
      mayDropComments: false,
    };
  },
  delete: (definition, _choose, task) => {
    const result = edits.deleteTask(definition, task.reference);
    const expected = (data: Json): void => void listIn(data, task.list).splice(task.index, 1);
    return {
      name: "delete",
      result,
      expected,
      about: [task],
      within: hull(definition, task.list),
      mayDropComments: true,
    };
  },
  move: (definition, choose, task) => {
    const lists = allLists(definition).filter(({ reference }) => !reference.includes("/use/"));
    const target = choose.one(lists.filter(({ reference }) => !reference.startsWith(`${task.reference}/`)));
    const index = choose.below(target.tasks.length + 1);
    const result = edits.moveTask(definition, task.reference, { list: target.reference, index });
    const expected = (data: Json): void => {
      const [from, to] = [listIn(data, task.list), listIn(data, target.reference)];
      const [item] = from.splice(task.index, 1);
      const isBefore = from === to && index > task.index;
      to.splice(isBefore ? index - 1 : index, 0, rename(item, result.ok ? lastName(result.selection) : ""));
    };
    const within = hull(definition, task.list, target.reference);
    return {
      name: "move",
      result,
      expected,
      about: [task],
      lists: [target.reference],
      within,
      mayDropComments: false,
    };
  },
  duplicate: (definition, _choose, task) => {
    const result = edits.duplicateTask(definition, task.reference);
    const expected = (data: Json): void => {
      const list = listIn(data, task.list);
      const again = JSON.parse(JSON.stringify(list[task.index])) as Json;
      list.splice(task.index + 1, 0, rename(again, result.ok ? lastName(result.selection) : ""));
    };
    return {
      name: "duplicate",
      result,
      expected,
      about: [],
      lists: [task.list],
      within: hull(definition, task.list),
      mayDropComments: false,
    };
  },
  rename: (definition, choose, task) => {
    const name = choose.one(["other", "with space", "a: b", "#x", "{y}", "0", "ü"]);
    const result = edits.renameTask(definition, task.reference, name);
    const expected = (data: Json): void => {
      const list = listIn(data, task.list);
      list[task.index] = rename(list[task.index], name);
    };
    return {
      name: "rename",
      result,
      expected,
      about: [task],
      within: hull(definition, task.list),
      mayDropComments: false,
    };
  },
  wrap: (definition, choose, task, list) => {
    const count = 1 + choose.below(Math.min(3, list.tasks.length - task.index));
    const tasks = list.tasks.slice(task.index, task.index + count);
    const wrapper = choose.one<Wrapper>(["do", "try", "for", "fork"]);
    const result = edits.wrapTasks(
      definition,
      tasks.map(({ reference }) => reference),
      wrapper,
    );
    const expected = (data: Json): void => {
      const items = listIn(data, task.list);
      const inner = items.slice(task.index, task.index + count);
      const bodies: Record<Wrapper, Json> = {
        do: { do: inner },
        try: { try: inner, catch: { as: "error" } },
        for: { for: { each: "item", in: ".items" }, do: inner },
        fork: { fork: { branches: inner } },
      };
      items.splice(task.index, count, { [result.ok ? lastName(result.selection) : ""]: bodies[wrapper] });
    };
    return {
      name: "wrap",
      result,
      expected,
      about: tasks,
      within: hull(definition, task.list),
      mayDropComments: false,
    };
  },
  unwrap: (definition, choose) => {
    const blocks = allTasks(definition).filter(
      ({ lists, reference }) => (lists[0]?.tasks.length ?? 0) > 0 && !reference.includes("/use/"),
    );
    if (blocks.length === 0) return undefined;
    const task = choose.one(blocks);
    const inner = task.lists[0];
    if (inner === undefined || inner.tasks.length === 0) return undefined;
    const result = edits.unwrapTask(definition, task.reference);
    const expected = (data: Json): void => {
      const list = listIn(data, task.list);
      const items = listIn(data, inner.reference);
      const after = result.ok ? result.after.tasks : undefined;
      const found = result.ok
        ? allLists(result.after).find(({ reference }) => reference === task.list)
        : after;
      const named = items.map((item, offset) => rename(item, found?.tasks[task.index + offset]?.name ?? ""));
      list.splice(task.index, 1, ...named);
    };
    return {
      name: "unwrap",
      result,
      expected,
      about: [task],
      within: hull(definition, task.list),
      mayDropComments: true,
    };
  },
  set: (definition, choose, task) => {
    if (task.kind === "unreadable") return undefined;
    const body = dataOf(findNode(definition.tree, task.reference));
    if (typeof body !== "object" || body === null) return undefined;
    const paths = pathsOf(copy(body)).filter((path) => path.length > 0 && path[0] !== "then");
    const [path, isNew] =
      choose.below(2) === 0 ? [choose.one(paths), false] : [["metadata", choose.one(["a", "b c"])], true];
    if (
      !isNew &&
      task.lists.length > 0 &&
      ["do", "try", "fork", "catch", "foreach"].includes(String(path[0]))
    )
      return undefined;
    const value = choose.one(VALUES);
    const result = edits.setField(definition, task.reference, path, value);
    const expected = (data: Json): void => {
      const also = result.ok ? result.alsoAt.map(pointerParts) : [];
      for (const parts of [[...pointerParts(task.reference), ...path.map(String)], ...also]) {
        write(data, parts, copy(value));
      }
    };
    return {
      name: `set ${path.join(".")}`,
      result,
      expected,
      about: [task],
      within: taskRange(definition, task),
      mayDropComments: true,
    };
  },
  unset: (definition, choose, task) => {
    const body = dataOf(findNode(definition.tree, task.reference));
    if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
    const key = choose.one(Object.keys(body));
    if (key === "then" || Object.keys(body).length < 2) return undefined;
    const result = edits.setField(definition, task.reference, [key], undefined);
    const expected = (data: Json): void => {
      const found = at(data, task.reference);
      if (typeof found === "object" && found !== null && !Array.isArray(found))
        Reflect.deleteProperty(found, key);
    };
    return {
      name: `unset ${key}`,
      result,
      expected,
      about: [task],
      within: taskRange(definition, task),
      mayDropComments: true,
    };
  },
  title: (definition, choose) => {
    const value = choose.one(VALUES.filter((one) => typeof one === "string"));
    const result = edits.setDocument(definition, "title", value);
    const expected = (data: Json): void => write(data, ["document", "title"], copy(value));
    return {
      name: "title",
      result,
      expected,
      about: [],
      within: hull(definition, "/document"),
      mayDropComments: false,
    };
  },
  case: (definition, choose) => {
    const switches = allTasks(definition).filter(
      ({ kind, reference }) => kind === "switch" && !reference.includes("/use/"),
    );
    if (switches.length === 0) return undefined;
    const task = choose.one(switches);
    if (task.detail.kind !== "switch" || task.detail.cases.length === 0) return undefined;
    const { cases } = task.detail;
    const pointer = `${task.reference}/switch`;
    const index = choose.below(cases.length);
    if (choose.below(2) === 0) {
      const result = edits.addCase(definition, task.reference, index, {
        name: "more",
        when: ".x == 1",
        then: "end",
      });
      const name = result.ok
        ? allTasks(result.after).find(({ reference }) => reference === task.reference)?.detail
        : undefined;
      const added = name?.kind === "switch" ? (name.cases[index]?.name ?? "") : "";
      const expected = (data: Json): void =>
        void listIn(data, pointer).splice(index, 0, { [added]: { when: ".x == 1", then: "end" } });
      return {
        name: "addCase",
        result,
        expected,
        about: [task],
        within: taskRange(definition, task),
        mayDropComments: false,
      };
    }
    const to = choose.below(cases.length + 1);
    const result = edits.moveCase(definition, task.reference, index, to);
    const expected = (data: Json): void => {
      const list = listIn(data, pointer);
      const [item] = list.splice(index, 1);
      list.splice(to > index ? to - 1 : to, 0, item ?? null);
    };
    return {
      name: "moveCase",
      result,
      expected,
      about: [task],
      within: taskRange(definition, task),
      mayDropComments: false,
    };
  },
};

function pathsOf(data: Json, above: (string | number)[] = []): (string | number)[][] {
  if (Array.isArray(data)) return [above, ...data.flatMap((item, index) => pathsOf(item, [...above, index]))];
  if (typeof data !== "object" || data === null) return [above];
  return [above, ...Object.entries(data).flatMap(([key, value]) => pathsOf(value, [...above, key]))];
}

function write(data: Json, parts: readonly string[], value: Json): void {
  const [part, ...rest] = parts;
  if (part === undefined || typeof data !== "object" || data === null) return;
  if (Array.isArray(data)) {
    if (rest.length === 0) data[Number(part)] = value;
    else write(data[Number(part)] ?? null, rest, value);
    return;
  }
  if (rest.length === 0) {
    data[part] = value;
    return;
  }
  const inner = data[part];
  const isWrong =
    typeof inner !== "object" || inner === null || (Array.isArray(inner) && !/^[0-9]+$/.test(rest[0] ?? ""));
  if (isWrong) data[part] = {};
  write(data[part] ?? null, rest, value);
}
