/** Makes a JSON Schema from examples: what all of them have is required, what differs is allowed. */
import { isList, isMapping } from "./render";
import type { Data } from "./tree";

/** A JSON Schema, as data. */
export type Schema = { readonly [key: string]: Data };

/** The schema that all examples fulfil. Without examples: anything. */
export function inferSchema(examples: readonly Data[]): Schema {
  if (examples.length === 0) return {};
  const types = [...new Set(examples.map(typeOf))];
  const isNumeric = types.includes("number") && types.includes("integer");
  const names = isNumeric ? types.filter((type) => type !== "integer") : types;
  const [only] = names;
  const type: Data = names.length === 1 && only !== undefined ? only : [...names].sort();
  return {
    type,
    ...objectSchema(examples.filter(isMapping)),
    ...listSchema(examples.filter(isList)),
    ...textSchema(examples, names),
  };
}

/** The type of a value, as JSON Schema names it. */
export function typeOf(value: Data): string {
  if (value === null) return "null";
  if (isList(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "string" ? "string" : typeof value;
}

function objectSchema(examples: readonly { readonly [key: string]: Data }[]): Schema {
  if (examples.length === 0) return {};
  const keys = [...new Set(examples.flatMap((example) => Object.keys(example)))];
  const having = (key: string): Data[] =>
    examples.filter((example) => Object.hasOwn(example, key)).map((example) => example[key] ?? null);
  const required = keys.filter((key) => having(key).length === examples.length);
  const properties = Object.fromEntries(keys.map((key) => [key, inferSchema(having(key))]));
  return required.length === 0 ? { properties } : { required, properties };
}

function listSchema(examples: readonly (readonly Data[])[]): Schema {
  const items = examples.flat();
  return items.length === 0 ? {} : { items: inferSchema(items) };
}

/** The formats that the engine checks. */
const FORMATS: readonly (readonly [string, RegExp])[] = [
  ["date", /^\d{4}-\d{2}-\d{2}$/],
  ["date-time", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:\d{2})$/],
  ["email", /^[^@\s]+@[^@\s]+\.[^@\s]+$/],
  ["uuid", /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ["uri", /^[a-z][a-z0-9+.-]*:\/\/\S+$/i],
];

function textSchema(examples: readonly Data[], types: readonly string[]): Schema {
  if (types.length !== 1 || types[0] !== "string") return {};
  const texts = examples.filter((example) => typeof example === "string");
  const format = FORMATS.find(([, pattern]) => texts.every((text) => pattern.test(text)))?.[0];
  return format === undefined ? {} : { format };
}

/** The first type of a schema that is not null. */
export function schemaType(schema: Schema | undefined): string | undefined {
  const type = schema?.["type"];
  if (typeof type === "string") return type;
  if (type !== undefined && isList(type)) {
    const found = type.find((one) => one !== "null");
    return typeof found === "string" ? found : undefined;
  }
  if (schema?.["properties"] !== undefined) return "object";
  const words = schema?.["enum"] ?? (schema?.["const"] === undefined ? undefined : [schema["const"]]);
  const [first] = words !== undefined && isList(words) ? words : [];
  return first === undefined ? undefined : typeOf(first);
}

/** The schema of a member, and whether it may be absent or null, as a member of null is. */
export function memberSchema(
  schema: Schema | undefined,
  name: string,
): { schema: Schema | undefined; mayLack: boolean } {
  const properties = schema?.["properties"];
  const found = isMapping(properties) ? properties[name] : undefined;
  const required = schema?.["required"];
  const isRequired = required !== undefined && isList(required) && required.includes(name);
  const inner = isMapping(found) ? found : undefined;
  return { schema: inner, mayLack: !isRequired || mayBeNull(inner) || mayBeNull(schema) };
}

function mayBeNull(schema: Schema | undefined): boolean {
  const type = schema?.["type"];
  return type === "null" || (type !== undefined && isList(type) && type.includes("null"));
}

/** A schema that values of both schemas fulfil. Unknown and something known is what is known, all of it optional. */
export function joinSchemas(one: Schema | undefined, other: Schema | undefined): Schema | undefined {
  if (one === undefined || other === undefined) {
    const known = one ?? other;
    if (known === undefined) return undefined;
    return Object.fromEntries(Object.entries(known).filter(([key]) => key !== "required"));
  }
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  if (schemaType(one) === "object" && schemaType(other) === "object") return joinObjects(one, other);
  if (schemaType(one) === "array" && schemaType(other) === "array") {
    const [items, others] = [one["items"], other["items"]];
    const joined = joinSchemas(isMapping(items) ? items : undefined, isMapping(others) ? others : undefined);
    return joined === undefined ? { type: "array" } : { type: "array", items: joined };
  }
  const types = [...new Set([...typesOf(one), ...typesOf(other)])].sort();
  return types.length === 0 ? {} : { type: types.length === 1 ? (types[0] ?? "") : types };
}

function typesOf(schema: Schema): string[] {
  const type = schema["type"];
  if (type !== undefined && isList(type)) return type.filter((one) => typeof one === "string");
  const found = schemaType(schema);
  return found === undefined ? [] : [found];
}

function joinObjects(one: Schema, other: Schema): Schema {
  const [a, b] = [one["properties"], other["properties"]];
  const [left, right] = [isMapping(a) ? a : {}, isMapping(b) ? b : {}];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const inner = (value: Data | undefined): Schema | undefined => (isMapping(value) ? value : undefined);
  const properties = Object.fromEntries(
    keys.map((key) => {
      const [here, there] = [inner(left[key]), inner(right[key])];
      return [
        key,
        here !== undefined && there !== undefined ? (joinSchemas(here, there) ?? {}) : (here ?? there ?? {}),
      ];
    }),
  );
  const needed = (schema: Schema): readonly Data[] => {
    const required = schema["required"];
    return required !== undefined && isList(required) ? required : [];
  };
  const others = needed(other);
  const required = needed(one).filter((key) => others.includes(key));
  return { type: "object", ...(required.length > 0 ? { required } : {}), properties };
}
