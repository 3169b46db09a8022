/** A JSON Schema as rows to read: names, types, what is needed, and what else it says. Pure. */
import { isObject, resolved, textOf, type Schema } from "../../parts/schema-form/schema";
import { developers } from "../../words/developers";

const words = developers.schema;

/** One row. */
export interface SchemaRow {
  /** The way to it: `order.items[].sku`. */
  path: string;
  name: string;
  depth: number;
  type: string;
  isRequired: boolean;
  title: string | undefined;
  about: string | undefined;
  facts: readonly string[];
  example: unknown;
}

/** Schemas may refer to themselves. */
const DEEPEST = 6;
const MOST = 200;

/** All rows, and whether some are left out. */
export function rowsOf(schema: unknown): { rows: SchemaRow[]; isCut: boolean } {
  const root = isObject(schema) ? schema : {};
  const rows: SchemaRow[] = [];
  let isCut = false;
  const below = (one: Schema, path: string, depth: number) => {
    for (const inner of innerOf(one)) {
      if (depth > DEEPEST || rows.length >= MOST) {
        isCut = true;
        return;
      }
      const known = resolved(inner.schema, root);
      const place = `${path}${inner.step(path)}`;
      rows.push(rowOf(known, root, { path: place, name: inner.name, depth, isRequired: inner.isRequired }));
      below(known, place, depth + 1);
    }
  };
  const top = resolved(schema, root);
  if (!hasMembers(top)) {
    rows.push(rowOf(top, root, { path: "", name: words.any, depth: 0, isRequired: true }));
  }
  below(top, "", 0);
  return { rows, isCut };
}

/** An example of a value: its own, or made of the types. */
export function exampleOf(schema: unknown): unknown {
  const root = isObject(schema) ? schema : {};
  return made(schema, root, 0);
}

interface Inner {
  name: string;
  step: (before: string) => string;
  schema: unknown;
  isRequired: boolean;
}

function innerOf(schema: Schema): Inner[] {
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const members = Object.entries(isObject(schema["properties"]) ? schema["properties"] : {});
  const named = members.map(([name, member]): Inner => {
    const step = (before: string) => (before === "" ? name : `.${name}`);
    return { name, step, schema: member, isRequired: required.includes(name) };
  });
  const more = schema["additionalProperties"];
  const map = isObject(more)
    ? [{ name: words.member, step: () => ".*", schema: more, isRequired: false }]
    : [];
  // Items that are plain say everything in the type of the list.
  const items = schema["items"];
  const list =
    isObject(items) &&
    (hasMembers(items) || typeof items["$ref"] === "string" || items["description"] !== undefined)
      ? [{ name: words.item, step: () => "[]", schema: items, isRequired: true }]
      : [];
  return [...named, ...map, ...list];
}

function rowOf(
  schema: Schema,
  root: Schema,
  place: Pick<SchemaRow, "path" | "name" | "depth" | "isRequired">,
): SchemaRow {
  const examples: readonly unknown[] = Array.isArray(schema["examples"]) ? schema["examples"] : [];
  return {
    ...place,
    type: typeText(schema, root),
    title: textOf(schema["title"]),
    about: textOf(schema["description"]),
    facts: factsOf(schema),
    example: examples[0] ?? schema["example"],
  };
}

/** The type in words of JSON. */
export function typeText(schema: unknown, root: Schema, depth = 0): string {
  const known = resolved(schema, root);
  const forms = [known["oneOf"], known["anyOf"]].find((one) => Array.isArray(one));
  if (Array.isArray(forms) && depth < DEEPEST) {
    const texts = [...new Set(forms.map((one: unknown) => typeText(one, root, depth + 1)))];
    const others = texts.filter((text) => text !== "null");
    return texts.length > others.length && others.length === 1
      ? words.ornull(others[0] ?? "")
      : words.oneOf(texts.join(", "));
  }
  const type = known["type"];
  if (Array.isArray(type)) {
    const others = type.filter((one) => one !== "null");
    const text = others.join(" or ");
    return others.length < type.length ? words.ornull(text) : text;
  }
  if (type === "array") {
    return isObject(known["items"]) && depth < DEEPEST
      ? words.listOf(typeText(known["items"], root, depth + 1))
      : words.listOf(words.any);
  }
  if (typeof type === "string") {
    return type;
  }
  if (isObject(known["properties"])) {
    return "object";
  }
  const values: readonly unknown[] = Array.isArray(known["enum"]) ? known["enum"] : [known["const"]];
  const first = values[0];
  return first === undefined ? words.any : first === null ? "null" : typeof first;
}

function factsOf(schema: Schema): string[] {
  const values: readonly unknown[] = Array.isArray(schema["enum"]) ? schema["enum"] : [];
  const facts = Object.entries(words.facts).flatMap(([name, say]) => {
    const value = schema[name];
    if (value === undefined || name === "enum") {
      return [];
    }
    return [say(typeof value === "string" ? value : JSON.stringify(value))];
  });
  const some = values.slice(0, 20).map((value) => JSON.stringify(value));
  return values.length === 0
    ? facts
    : [words.facts.enum(`${some.join(", ")}${values.length > 20 ? ", …" : ""}`), ...facts];
}

function hasMembers(schema: Schema): boolean {
  return (
    isObject(schema["properties"]) || isObject(schema["additionalProperties"]) || isObject(schema["items"])
  );
}

function made(schema: unknown, root: Schema, depth: number): unknown {
  const known = resolved(schema, root);
  const examples: readonly unknown[] = Array.isArray(known["examples"]) ? known["examples"] : [];
  const given = [examples[0], known["example"], known["default"], known["const"]].find(
    (one) => one !== undefined,
  );
  if (given !== undefined) {
    return given;
  }
  if (Array.isArray(known["enum"])) {
    return known["enum"][0] as unknown;
  }
  const [form] = [known["oneOf"], known["anyOf"]].filter((one): one is unknown[] => Array.isArray(one));
  if (form !== undefined && depth < DEEPEST) {
    return made(form[0], root, depth + 1);
  }
  const type: unknown = Array.isArray(known["type"]) ? known["type"][0] : known["type"];
  if (type === "object" || isObject(known["properties"])) {
    const required: readonly unknown[] = Array.isArray(known["required"]) ? known["required"] : [];
    const members = Object.entries(isObject(known["properties"]) ? known["properties"] : {});
    const needed = members.filter(([name]) => required.includes(name) && depth < DEEPEST);
    return Object.fromEntries(needed.map(([name, member]) => [name, made(member, root, depth + 1)]));
  }
  switch (type) {
    case "array":
      return depth < DEEPEST && known["items"] !== undefined ? [made(known["items"], root, depth + 1)] : [];
    case "string":
      return textLike(known);
    case "integer":
    case "number":
      return typeof known["minimum"] === "number" ? known["minimum"] : 1;
    case "boolean":
      return true;
    default:
      return null;
  }
}

/** A text that looks like what the pattern asks for, where that is simple: `^o-[0-9]+$` becomes `o-1`. */
function textLike(schema: Schema): string {
  const pattern = textOf(schema["pattern"]) ?? "";
  const simple = /^\^([\w -]*)(?:\[0-9\]|\\d)(?:\+|\*|\{(\d+)[^}]*\})?\$$/.exec(pattern);
  if (simple !== null) {
    return `${simple[1] ?? ""}${"1".repeat(Number(simple[2] ?? 1))}`;
  }
  const formats: Readonly<Record<string, string>> = {
    email: "ada@acme.example",
    date: "2027-03-12",
    "date-time": "2027-03-12T10:00:00Z",
    uri: "https://acme.example",
  };
  return formats[textOf(schema["format"]) ?? ""] ?? "text";
}
