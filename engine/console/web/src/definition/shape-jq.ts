/** What an expression gives, as a JSON Schema, from what its variables are. `undefined` is unknown. */
import { joinSchemas, memberSchema, typeOf } from "./infer";
import type { Schema } from "./infer";
import { bareJq, isExpression, parseJq } from "./jq";
import type { Jq, PathStep } from "./jq";
import { isList, isMapping } from "./render";
import type { Data } from "./tree";

/** What an expression sees. */
export interface Scope {
  readonly dot: Schema | undefined;
  readonly input: Schema | undefined;
  readonly workflowInput: Schema | undefined;
  readonly context: Schema | undefined;
  readonly variables: ReadonlyMap<string, Schema | undefined>;
}

/** What a value with expressions inside gives. `isAlways`: a text is an expression also without `${ }`. */
export function shapeOfData(data: Data, scope: Scope, isAlways: boolean): Schema | undefined {
  if (typeof data === "string") {
    if (!isAlways && !isExpression(data)) return { type: "string", const: data };
    const jq = parseJq(bareJq(data));
    return jq === undefined ? undefined : shapeOfJq(jq, scope);
  }
  if (isMapping(data)) {
    const members = Object.entries(data).map(
      ([key, value]) => [key, shapeOfData(value, scope, false) ?? {}] as const,
    );
    return { type: "object", required: Object.keys(data), properties: Object.fromEntries(members) };
  }
  if (data !== null && isList(data)) {
    const items = data.map((item) => shapeOfData(item, scope, false));
    const [first, ...rest] = items;
    const joined = rest.reduce((one, other) => joinSchemas(one, other), first);
    return joined === undefined ? { type: "array" } : { type: "array", items: joined };
  }
  return { type: typeOf(data), const: data };
}

const BOOLEAN: Schema = { type: "boolean" };
const NUMBER: Schema = { type: "number" };
const INTEGER: Schema = { type: "integer" };
const TEXT: Schema = { type: "string" };

/** What functions give, whatever they get. */
const RESULTS: Readonly<Record<string, Schema>> = {
  length: INTEGER,
  floor: INTEGER,
  ceil: INTEGER,
  round: INTEGER,
  abs: NUMBER,
  now: NUMBER,
  tonumber: NUMBER,
  fromdate: NUMBER,
  mktime: NUMBER,
  tostring: TEXT,
  tojson: TEXT,
  todate: TEXT,
  strftime: TEXT,
  join: TEXT,
  trim: TEXT,
  ascii_downcase: TEXT,
  ascii_upcase: TEXT,
  sub: TEXT,
  gsub: TEXT,
  not: BOOLEAN,
  contains: BOOLEAN,
  inside: BOOLEAN,
  startswith: BOOLEAN,
  endswith: BOOLEAN,
  test: BOOLEAN,
  has: BOOLEAN,
  any: BOOLEAN,
  all: BOOLEAN,
  IN: BOOLEAN,
  split: { type: "array", items: TEXT },
  keys: { type: "array", items: TEXT },
};

/** What an expression gives. */
export function shapeOfJq(jq: Jq, scope: Scope): Schema | undefined {
  switch (jq.kind) {
    case "path":
      return follow(
        rootOf(jq.root, jq.steps, scope),
        jq.root === "$workflow" || jq.root === "$runtime" ? [] : jq.steps,
      );
    case "of":
      return follow(shapeOfJq(jq.term, scope), jq.steps);
    case "literal":
      return { type: typeOf(jq.value), const: jq.value };
    case "text":
      return TEXT;
    case "negative":
      return NUMBER;
    case "binary":
      return binary(jq.operator, jq.left, jq.right, scope);
    case "call":
      return call(jq.name, jq.arguments, scope);
    case "object": {
      const members = jq.members.map(({ key, value }) => [key, shapeOfJq(value, scope) ?? {}] as const);
      const required = jq.members.map(({ key }) => key);
      return { type: "object", required, properties: Object.fromEntries(members) };
    }
    case "list": {
      const items = jq.item === undefined ? undefined : shapeOfJq(jq.item, scope);
      return items === undefined ? { type: "array" } : { type: "array", items };
    }
    case "if": {
      const results = [
        ...jq.cases.map(({ then }) => shapeOfJq(then, scope)),
        jq.else ? shapeOfJq(jq.else, scope) : scope.dot,
      ];
      const [first, ...rest] = results;
      return rest.reduce((one, other) => joinSchemas(one, other), first);
    }
  }
}

function rootOf(root: string, steps: readonly PathStep[], scope: Scope): Schema | undefined {
  switch (root) {
    case ".":
    case "$output":
      return scope.dot;
    case "$input":
      return scope.input;
    case "$context":
      return scope.context;
    case "$workflow":
      return steps[0] === "input" ? follow(scope.workflowInput, steps.slice(1)) : undefined;
    default:
      return scope.variables.get(root);
  }
}

/** The schema at the end of a path. */
export function follow(schema: Schema | undefined, steps: readonly PathStep[]): Schema | undefined {
  return steps.reduce<Schema | undefined>((at, step) => {
    if (typeof step === "string") return memberSchema(at, step).schema;
    const items = at?.["items"];
    return isMapping(items) ? items : undefined;
  }, schema);
}

function binary(operator: string, left: Jq, right: Jq, scope: Scope): Schema | undefined {
  if (["==", "!=", "<", "<=", ">", ">=", "and", "or"].includes(operator)) return BOOLEAN;
  if (operator === "|") return shapeOfJq(right, { ...scope, dot: shapeOfJq(left, scope) });
  const [a, b] = [shapeOfJq(left, scope), shapeOfJq(right, scope)];
  if (operator === "//") {
    if (right.kind === "call" && right.name === "error") return a;
    return a === undefined || b === undefined ? (a ?? b) : joinSchemas(a, b);
  }
  if (operator === ",") return joinSchemas(a, b);
  if (operator === "+") return sum(a, b);
  return a?.["type"] === "array" || a?.["type"] === "string" ? undefined : NUMBER;
}

function sum(a: Schema | undefined, b: Schema | undefined): Schema | undefined {
  if (a?.["type"] === "object" && b?.["type"] === "object") return merged(a, b);
  if (b?.["type"] === "object" && a === undefined) return { ...b, required: b["required"] ?? [] };
  if (a?.["type"] === "array" || b?.["type"] === "array") return joinSchemas(a, b);
  if (a?.["type"] === "string" || b?.["type"] === "string") return TEXT;
  return a === undefined && b === undefined ? undefined : NUMBER;
}

/** Two objects added: members of the second replace those of the first. */
function merged(a: Schema, b: Schema): Schema {
  const [left, right] = [a["properties"], b["properties"]];
  const properties = { ...(isMapping(left) ? left : {}), ...(isMapping(right) ? right : {}) };
  const names = (value: Data | undefined): Data[] =>
    value !== undefined && value !== null && isList(value) ? [...value] : [];
  return {
    type: "object",
    required: [...new Set([...names(a["required"]), ...names(b["required"])])],
    properties,
  };
}

function call(name: string, inside: readonly Jq[], scope: Scope): Schema | undefined {
  const [first] = inside;
  const items = isMapping(scope.dot?.["items"]) ? scope.dot["items"] : undefined;
  switch (name) {
    case "select":
    case "sort":
    case "sort_by":
    case "unique":
    case "unique_by":
    case "reverse":
      return scope.dot;
    case "map": {
      const mapped = first === undefined ? undefined : shapeOfJq(first, { ...scope, dot: items });
      return mapped === undefined ? { type: "array" } : { type: "array", items: mapped };
    }
    case "first":
    case "last":
      return first === undefined ? items : shapeOfJq(first, scope);
    case "min":
    case "max":
    case "add":
    case "min_by":
    case "max_by":
      return items?.["const"] === undefined ? items : { type: items["type"] ?? "number" };
    default:
      return RESULTS[name];
  }
}
