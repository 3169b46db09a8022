/** Completion of an expression: the members, variables and functions that fit at the cursor. */
import type { Value } from "./values";
import type { Data } from "./tree";

/** One proposal. */
export interface Completion {
  readonly label: string;
  /** What replaces `from..to`. */
  readonly insert: string;
  readonly kind: "member" | "variable" | "function";
  readonly type: string | undefined;
  readonly sample: Data | undefined;
  readonly description: string | undefined;
  readonly mayLack: boolean;
}

/** Proposals for a range of the expression. */
export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

/** The functions that are proposed, with what is written for them. */
const FUNCTIONS: readonly (readonly [name: string, insert: string, about: string])[] = [
  ["length", "length", "how many items or letters"],
  ["contains", 'contains("")', "whether a text has another one inside"],
  ["startswith", 'startswith("")', "whether a text begins with another one"],
  ["endswith", 'endswith("")', "whether a text ends with another one"],
  ["test", 'test("")', "whether a text matches a pattern"],
  ["split", 'split(",")', "a text as a list"],
  ["join", 'join(", ")', "a list as one text"],
  ["map", "map(.)", "each item changed"],
  ["select", "select(.)", "only the items for which it is true"],
  ["first", "first", "the first item"],
  ["last", "last", "the last item"],
  ["add", "add", "the sum of a list"],
  ["min", "min", "the smallest item"],
  ["max", "max", "the largest item"],
  ["sort", "sort", "the list in order"],
  ["unique", "unique", "each item once"],
  ["round", "round", "the nearest whole number"],
  ["floor", "floor", "the next lower whole number"],
  ["ceil", "ceil", "the next higher whole number"],
  ["tonumber", "tonumber", "a text as a number"],
  ["tostring", "tostring", "a value as a text"],
  ["now", "now", "the time of this step, in seconds"],
  ["fromdate", "fromdate", "a date as seconds"],
  ["todate", "todate", "seconds as a date"],
  ["ascii_downcase", "ascii_downcase", "in small letters"],
  ["ascii_upcase", "ascii_upcase", "in capital letters"],
  ["keys", "keys", "the names of the members"],
  ["has", 'has("")', "whether a member is there"],
  ["not", "not", "the opposite"],
  ["error", 'error("")', "fails with a message"],
];

/** What can be written at a place of an expression. `expression` is jq, without `${ }`. */
export function complete(expression: string, cursor: number, values: readonly Value[]): Completions {
  const before = expression.slice(0, cursor);
  const none = { from: cursor, to: cursor, items: [] };
  if (isInText(before)) return none;
  const path =
    /(\$?[A-Za-z_][A-Za-z0-9_]*)?((?:\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]*\]|\["[^"]*"\])*)\.([A-Za-z_][A-Za-z0-9_]*)?$/.exec(
      before,
    );
  if (path !== null) {
    const [, root = "", steps = "", prefix = ""] = path;
    if (root !== "" && !root.startsWith("$")) return none;
    const from = cursor - prefix.length;
    return {
      from,
      to: cursor,
      items: membersOf(values, root + steps.replaceAll(/\[[0-9]+\]/g, "[]"), prefix),
    };
  }
  const variable = /\$[A-Za-z0-9_]*$/.exec(before)?.[0];
  if (variable !== undefined) {
    const roots = [...new Set(["$input", "$context", "$workflow", "$runtime", ...rootsOf(values)])];
    const items = roots.filter((root) => root.startsWith(variable)).map((root) => variableItem(root, values));
    return { from: cursor - variable.length, to: cursor, items };
  }
  const word = /[A-Za-z_][A-Za-z0-9_]*$/.exec(before)?.[0] ?? "";
  const from = cursor - word.length;
  const functions = FUNCTIONS.filter(([name]) => name.startsWith(word)).map(functionItem);
  const starts = word === "" ? startsOf(values) : [];
  return { from, to: cursor, items: [...starts, ...functions] };
}

/** Whether the place is inside of a text literal. */
function isInText(before: string): boolean {
  let isOpen = false;
  for (let at = 0; at < before.length; at += 1) {
    if (before[at] === "\\" && isOpen) {
      if (before[at + 1] === "(") isOpen = false;
      at += 1;
    } else if (before[at] === '"') {
      isOpen = !isOpen;
    }
  }
  return isOpen;
}

function membersOf(values: readonly Value[], base: string, prefix: string): Completion[] {
  const found = new Map<string, Completion>();
  const start = base === "" ? "." : `${base}.`;
  for (const value of values) {
    if (value.needsExport !== undefined || !value.path.startsWith(start)) continue;
    const rest = value.path.slice(start.length);
    const name = /^[A-Za-z_][A-Za-z0-9_]*$/.exec(rest)?.[0];
    if (name === undefined || !name.toLowerCase().startsWith(prefix.toLowerCase()) || found.has(name))
      continue;
    found.set(name, { ...itemOf(value), label: name, insert: name });
  }
  // `$workflow.` and `$runtime.metadata.` lead to what is known below them.
  for (const { path, needsExport } of values) {
    if (needsExport !== undefined || base === "" || !path.startsWith(start)) continue;
    const name = /^[A-Za-z_][A-Za-z0-9_]*/.exec(path.slice(start.length))?.[0];
    if (name === undefined || found.has(name) || !name.startsWith(prefix)) continue;
    found.set(name, {
      label: name,
      insert: name,
      kind: "member",
      type: "object",
      sample: undefined,
      description: undefined,
      mayLack: false,
    });
  }
  return [...found.values()];
}

function itemOf(value: Value): Completion {
  const { type, sample, mayLack } = value;
  const description = value.description ?? value.title;
  return { label: value.name, insert: value.path, kind: "member", type, sample, description, mayLack };
}

function startsOf(values: readonly Value[]): Completion[] {
  const top = values.filter(
    ({ group, depth, needsExport }) => group === "current" && depth === 1 && needsExport === undefined,
  );
  return top.map((value) => ({ ...itemOf(value), label: value.path }));
}

function rootsOf(values: readonly Value[]): string[] {
  return values.map(({ path }) => /^\$[A-Za-z0-9_]+/.exec(path)?.[0]).filter((root) => root !== undefined);
}

function variableItem(root: string, values: readonly Value[]): Completion {
  const value = values.find(({ path, needsExport }) => path === root && needsExport === undefined);
  const known = value === undefined ? undefined : itemOf(value);
  return {
    label: root,
    insert: root,
    kind: "variable",
    type: known?.type,
    sample: known?.sample,
    description: known?.description,
    mayLack: false,
  };
}

function functionItem([name, insert, description]: readonly [string, string, string]): Completion {
  return {
    label: name,
    insert,
    kind: "function",
    type: undefined,
    sample: undefined,
    description,
    mayLack: false,
  };
}
