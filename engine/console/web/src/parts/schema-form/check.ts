/**
 * What is wrong with a value by its JSON Schema, in words, by the JSON pointer of the place. It knows what the forms can
 * show; the server checks everything again.
 */
import { parts } from "../../words/parts";
import { isObject, resolved, textOf, type Schema } from "./schema";

const words = parts.form.errors;

/** Errors by pointer; `""` is the value itself. */
export type Errors = ReadonlyMap<string, string>;

/** All that is wrong. */
export function check(schema: unknown, value: unknown, root: Schema): Errors {
  const errors = new Map<string, string>();
  visit(schema, value, "", root, errors);
  return errors;
}

/** A pointer one step further. */
export function pointerTo(pointer: string, step: string | number): string {
  return `${pointer}/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function visit(
  schema: unknown,
  value: unknown,
  pointer: string,
  root: Schema,
  errors: Map<string, string>,
): void {
  const known = resolved(schema, root);
  if (value === undefined) {
    return;
  }
  const wrong = wrongType(known, value) ?? wrongValue(known, value) ?? wrongForms(known, value, root);
  if (wrong !== undefined) {
    errors.set(pointer, wrong);
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => visit(known["items"], item, pointerTo(pointer, index), root, errors));
  } else if (isObject(value)) {
    visitMembers(known, value, pointer, root, errors);
  }
}

function visitMembers(
  schema: Schema,
  value: Schema,
  pointer: string,
  root: Schema,
  errors: Map<string, string>,
): void {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  for (const name of Array.isArray(schema["required"]) ? schema["required"] : []) {
    if (value[String(name)] === undefined) {
      errors.set(pointerTo(pointer, String(name)), words.required);
    }
  }
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(properties, name)) {
      visit(properties[name], member, pointerTo(pointer, name), root, errors);
    } else if (schema["additionalProperties"] === false) {
      errors.set(pointerTo(pointer, name), words.additional(name));
    } else {
      visit(schema["additionalProperties"], member, pointerTo(pointer, name), root, errors);
    }
  }
}

function wrongType(schema: Schema, value: unknown): string | undefined {
  const type = schema["type"];
  const types = (Array.isArray(type) ? type : [type]).filter((one): one is string => typeof one === "string");
  const isRight = types.length === 0 || types.some((one) => hasType(value, one));
  const names: Readonly<Record<string, string>> = parts.form.types;
  return isRight ? undefined : words.type(names[types[0] ?? ""] ?? types[0] ?? "");
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function wrongValue(schema: Schema, value: unknown): string | undefined {
  const choices = schema["enum"];
  if (Array.isArray(choices) && !choices.some((choice) => isSame(choice, value))) {
    return words.enum(choices.map((choice) => String(choice)).join(", "));
  }
  if ("const" in schema && !isSame(schema["const"], value)) {
    return words.const(JSON.stringify(schema["const"]));
  }
  if (typeof value === "number") {
    return wrongNumber(schema, value);
  }
  if (typeof value === "string") {
    return wrongText(schema, value);
  }
  return Array.isArray(value) ? wrongList(schema, value) : undefined;
}

function wrongNumber(schema: Schema, value: number): string | undefined {
  const rules = [
    ["minimum", (limit: number) => value >= limit],
    ["maximum", (limit: number) => value <= limit],
    ["exclusiveMinimum", (limit: number) => value > limit],
    ["exclusiveMaximum", (limit: number) => value < limit],
    ["multipleOf", (step: number) => Math.abs(value / step - Math.round(value / step)) < 1e-9],
  ] as const;
  return firstBroken(schema, rules);
}

function wrongText(schema: Schema, value: string): string | undefined {
  const length = [...value].length;
  const broken = firstBroken(schema, [
    ["minLength", (limit: number) => length >= limit],
    ["maxLength", (limit: number) => length <= limit],
  ] as const);
  const pattern = textOf(schema["pattern"]);
  if (broken === undefined && pattern !== undefined && matches(pattern, value) === false) {
    return words.pattern(pattern);
  }
  const format = textOf(schema["format"]);
  return (
    broken ??
    (format !== undefined && FORMATS[format]?.test(value) === false ? words.format(format) : undefined)
  );
}

function wrongList(schema: Schema, value: readonly unknown[]): string | undefined {
  const broken = firstBroken(schema, [
    ["minItems", (limit: number) => value.length >= limit],
    ["maxItems", (limit: number) => value.length <= limit],
  ] as const);
  const isTwice =
    schema["uniqueItems"] === true && new Set(value.map((item) => JSON.stringify(item))).size < value.length;
  return broken ?? (isTwice ? words.uniqueItems : undefined);
}

function wrongForms(schema: Schema, value: unknown, root: Schema): string | undefined {
  for (const forms of [schema["oneOf"], schema["anyOf"]]) {
    if (Array.isArray(forms) && !forms.some((form) => check(form, value, root).size === 0)) {
      return words.oneOf;
    }
  }
  return undefined;
}

type Limit =
  | "minimum"
  | "maximum"
  | "exclusiveMinimum"
  | "exclusiveMaximum"
  | "multipleOf"
  | "minLength"
  | "maxLength"
  | "minItems"
  | "maxItems";

function firstBroken(
  schema: Schema,
  rules: readonly (readonly [Limit, (limit: number) => boolean])[],
): string | undefined {
  for (const [name, holds] of rules) {
    const limit = schema[name];
    if (typeof limit === "number" && !holds(limit)) {
      return words[name](String(limit));
    }
  }
  return undefined;
}

/** A pattern that this browser cannot read is left to the server. */
function matches(pattern: string, value: string): boolean | undefined {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return undefined;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  email: /^[^\s@]+@[^\s@]+$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i,
  uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};
