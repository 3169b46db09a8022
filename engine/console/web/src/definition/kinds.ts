/** What is read of each kind of task besides what all tasks have. */
import { dataOf, entryOf, followed, member, pointerOf, textOf } from "./tree";
import type { Data, SyntaxNode, Tree } from "./tree";
import type { CallForm, Detail, OperationName, Placed, SwitchCase, TaskKind } from "./model";

/** The keys of each kind, besides those of all tasks. */
export const KIND_KEYS: Readonly<Partial<Record<TaskKind, readonly string[]>>> = {
  call: ["call", "with", "foreach"],
  do: ["do"],
  emit: ["emit"],
  for: ["for", "while", "do"],
  fork: ["fork"],
  listen: ["listen", "foreach"],
  raise: ["raise"],
  run: ["run"],
  set: ["set"],
  switch: ["switch"],
  try: ["try", "catch"],
  wait: ["wait"],
};

const PROTOCOLS: readonly CallForm[] = ["http", "openapi", "grpc", "asyncapi", "mcp", "a2a"];
const OPERATION = /^([A-Za-z0-9-]+)\.([A-Za-z0-9-]+):([^@\s]+)@default$/;

/** Reads `<integration>.<operation>:<version>@default`. */
export function operationName(call: string): OperationName | undefined {
  const [, integration, operation, version] = OPERATION.exec(call) ?? [];
  if (integration === undefined || operation === undefined || version === undefined) return undefined;
  return { integration, operation, version };
}

/** Writes the name of an operation as `call` has it. */
export function callName(name: OperationName): string {
  return `${name.integration}.${name.operation}:${name.version}@default`;
}

/** Reads what a task of this kind does. */
export function detailOf(
  tree: Tree,
  kind: TaskKind,
  body: SyntaxNode | undefined,
  keys: readonly string[],
  reference: string,
): Detail {
  const data = (...path: string[]): Data | undefined => {
    const found = member(body, ...path);
    return found === undefined ? undefined : dataOf(found);
  };
  const text = (...path: string[]): string | undefined => textOf(member(body, ...path));
  switch (kind) {
    case "call":
      return call(text("call") ?? "", data("with"));
    case "do":
      return { kind };
    case "emit":
      return { kind, type: text("emit", "event", "with", "type"), with: data("emit", "event", "with") };
    case "for": {
      const list = member(body, "for", "in");
      const written = list === undefined ? undefined : tree.text.slice(list.from, list.to);
      const each = text("for", "each") ?? "item";
      const at = text("for", "at") ?? "index";
      return { kind, each, at, in: textOf(list) ?? written, while: text("while") };
    }
    case "fork":
      return { kind, isCompeting: data("fork", "compete") === true };
    case "listen":
      return listen(body, text("listen", "read"));
    case "raise":
      return { kind, error: data("raise", "error") };
    case "run": {
      const run = member(body, "run");
      const what = run?.kind === "map" ? run.entries.map(({ name }) => name) : [];
      const known = ["workflow", "script", "shell", "container"];
      return { kind, what: what.find((name) => known.includes(name)) ?? what[0] ?? "", run: data("run") };
    }
    case "set":
      return { kind, set: data("set") };
    case "switch":
      return { kind, cases: cases(member(body, "switch"), `${reference}/switch`) };
    case "try":
      return tried(body, data, text, reference);
    case "wait":
      return { kind, duration: data("wait") };
    case "unknown":
    case "unreadable": {
      const common = ["if", "input", "output", "export", "timeout", "then", "metadata"];
      const keyword = keys.find((key) => !common.includes(key)) ?? "";
      const value = keyword === "" ? undefined : data(keyword);
      return { kind: "unknown", keyword, value };
    }
  }
}

function call(target: string, arguments_: Data | undefined): Detail {
  const operation = operationName(target);
  const protocol = PROTOCOLS.find((name) => name === target);
  const form = operation === undefined ? (protocol ?? "function") : "operation";
  return { kind: "call", target, form, operation, with: arguments_ };
}

function listen(body: SyntaxNode | undefined, read: string | undefined): Detail {
  const to = member(body, "listen", "to");
  const mode = (["one", "any", "all"] as const).find((name) => entryOf(to, name) !== undefined);
  const filters = mode === undefined ? undefined : member(to, mode);
  const list = filters?.kind === "seq" ? filters.entries.map(({ value }) => value) : [filters];
  const types = list
    .map((filter) => textOf(member(filter, "with", "type")))
    .filter((type) => type !== undefined);
  const foreach = member(body, "foreach");
  const item = textOf(member(foreach, "item")) ?? "item";
  return { kind: "listen", mode, types, read: read ?? "data", item, hasForeach: foreach !== undefined };
}

function tried(
  body: SyntaxNode | undefined,
  data: (...path: string[]) => Data | undefined,
  text: (...path: string[]) => string | undefined,
  reference: string,
): Detail {
  return {
    kind: "try",
    errors: data("catch", "errors"),
    as: text("catch", "as") ?? "error",
    when: text("catch", "when"),
    exceptWhen: text("catch", "exceptWhen"),
    retry: data("catch", "retry"),
    then: placed(member(body, "catch"), "then", `${reference}/catch`),
    hasCatch: entryOf(body, "catch") !== undefined,
  };
}

function cases(node: SyntaxNode | undefined, reference: string): SwitchCase[] {
  const list = followed(node);
  if (list?.kind !== "seq") return [];
  return list.entries.map((item, index) => {
    const value = followed(item.value);
    const pair = value?.kind === "map" ? value.entries[0] : undefined;
    const name = pair?.name ?? textOf(item.value) ?? "";
    const place = `${reference}/${index}${pair === undefined ? "" : pointerOf([name])}`;
    return {
      reference: place,
      name,
      when: placed(pair?.value, "when", place),
      then: placed(pair?.value, "then", place),
      range: { from: item.from, to: item.to },
    };
  });
}

function placed(node: SyntaxNode | undefined, name: string, above: string): Placed | undefined {
  const value = entryOf(node, name)?.value;
  const text = textOf(value);
  if (value === undefined || text === undefined) return undefined;
  return { value: text, range: { from: value.from, to: value.to }, pointer: above + pointerOf([name]) };
}
