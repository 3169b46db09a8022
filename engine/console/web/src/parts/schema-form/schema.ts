/** What a form needs to know of a JSON Schema: which field a place has, with what it begins. Pure. */

/** A JSON Schema as it comes: members are looked at one by one, never trusted. */
export type Schema = Readonly<Record<string, unknown>>;

/** What a field is. `json` stands for all that a form cannot show: several forms, unknown types. */
export type Field =
  | { kind: "text"; format: string | undefined; isLong: boolean }
  | { kind: "number"; isWhole: boolean }
  | { kind: "boolean" }
  | { kind: "choice"; values: readonly unknown[] }
  | { kind: "object"; members: readonly Member[]; hasMore: boolean; more: Schema }
  | { kind: "list"; items: Schema }
  | { kind: "json" };

/** One member of an object. */
export interface Member {
  name: string;
  schema: Schema;
  isRequired: boolean;
}

/** A text may be this long before its field gets several lines. */
const LONG_TEXT = 200;
/** References are followed this far: schemas may refer to themselves. */
const DEEPEST = 32;

/** Follows `$ref` within the document and joins `allOf`; a reference to elsewhere is left as it is. */
export function resolved(schema: unknown, root: Schema, depth = 0): Schema {
  if (!isObject(schema) || depth > DEEPEST) {
    return {};
  }
  const { $ref: reference, allOf, ...rest } = schema;
  let result: Schema = rest;
  if (typeof reference === "string") {
    const target = reference.startsWith("#") ? found(root, reference.slice(1)) : undefined;
    result = target === undefined ? schema : { ...resolved(target, root, depth + 1), ...rest };
  }
  const parts: readonly unknown[] = Array.isArray(allOf) ? allOf : [];
  return [...parts.map((part) => resolved(part, root, depth + 1)), result].reduce(joined);
}

/** The field for a schema that is resolved already. */
export function fieldOf(schema: Schema): Field {
  if (Array.isArray(schema["enum"])) {
    return { kind: "choice", values: schema["enum"] };
  }
  if ("const" in schema) {
    return { kind: "choice", values: [schema["const"]] };
  }
  if (
    Array.isArray(schema["oneOf"]) ||
    Array.isArray(schema["anyOf"]) ||
    typeof schema["$ref"] === "string"
  ) {
    return { kind: "json" };
  }
  switch (typeOf(schema)) {
    case "string": {
      const most = schema["maxLength"];
      const isLong = typeof most === "number" && most > LONG_TEXT;
      return { kind: "text", format: textOf(schema["format"]), isLong };
    }
    case "integer":
      return { kind: "number", isWhole: true };
    case "number":
      return { kind: "number", isWhole: false };
    case "boolean":
      return { kind: "boolean" };
    case "object":
      return objectOf(schema);
    case "array":
      return { kind: "list", items: isObject(schema["items"]) ? schema["items"] : {} };
    default:
      return { kind: "json" };
  }
}

/** The value that a form begins with: the default, else what must be there, else nothing. */
export function initialOf(schema: unknown, root: Schema, depth = 0): unknown {
  const known = resolved(schema, root);
  if ("default" in known) {
    return known["default"];
  }
  const field = fieldOf(known);
  if (field.kind === "object" && depth < DEEPEST) {
    const members = field.members
      .filter((member) => member.isRequired)
      .map((member) => [member.name, initialOf(member.schema, root, depth + 1)] as const);
    return Object.fromEntries(members.filter(([, value]) => value !== undefined));
  }
  if (field.kind === "choice" && field.values.length === 1) {
    return field.values[0];
  }
  return field.kind === "list" ? [] : undefined;
}

/** The label of a member: its title, else its name in words. */
export function labelOf(name: string, schema: Schema): string {
  const title = textOf(schema["title"]);
  if (title !== undefined) {
    return title;
  }
  const words = name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The type, where it is one; `null` beside another type only says that it may be left out. */
export function typeOf(schema: Schema): string | undefined {
  const type = schema["type"];
  if (Array.isArray(type)) {
    const others = type.filter((one) => one !== "null");
    return others.length === 1 ? textOf(others[0]) : undefined;
  }
  if (type === undefined && isObject(schema["properties"])) {
    return "object";
  }
  return textOf(type);
}

/** A text, or nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Whether a value has members. */
export function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objectOf(schema: Schema): Field {
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const members = Object.entries(properties).map(([name, member]) => ({
    name,
    schema: isObject(member) ? member : {},
    isRequired: required.includes(name),
  }));
  const more = schema["additionalProperties"];
  // An object whose members are all unknown can only be a map; one with known members rarely wants others.
  const hasMore = isObject(more) || (members.length === 0 && more !== false);
  return { kind: "object", members, hasMore, more: isObject(more) ? more : {} };
}

function joined(one: Schema, other: Schema): Schema {
  const both = { ...one, ...other };
  if (isObject(one["properties"]) && isObject(other["properties"])) {
    return {
      ...both,
      properties: { ...one["properties"], ...other["properties"] },
      required: requiredOf(one, other),
    };
  }
  return Array.isArray(one["required"]) || Array.isArray(other["required"])
    ? { ...both, required: requiredOf(one, other) }
    : both;
}

function requiredOf(...schemas: Schema[]): unknown[] {
  return schemas.flatMap((schema) =>
    Array.isArray(schema["required"]) ? (schema["required"] as unknown[]) : [],
  );
}

/** What a JSON pointer leads to. */
function found(root: Schema, pointer: string): unknown {
  let at: unknown = root;
  for (const step of pointer.split("/").slice(1)) {
    const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return at;
}
