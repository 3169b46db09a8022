/** A JSON Schema of an object as a list of fields that people fill in, and back. What the list does not show stays. Pure. */
import type { Data } from "../../../definition";
import { at, textAt } from "../forms/data";

/** The types that the form offers. */
export const FIELD_TYPES = [
  "string",
  "number",
  "integer",
  "boolean",
  "date",
  "email",
  "array",
  "object",
] as const;
export type FieldType = (typeof FIELD_TYPES)[number] | "other";

/** One field. */
export interface SchemaField {
  readonly name: string;
  readonly type: FieldType;
  readonly isRequired: boolean;
  readonly title: string;
  readonly description: string;
  readonly example: string;
  readonly choices: readonly string[];
  readonly schema: Data;
}

type Members = { readonly [name: string]: Data };

/** Data as members; nothing where it is something else. */
export function members(data: Data | undefined): Members {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Members) : {};
}

/** The fields of a schema. */
export function fieldsOf(schema: Data | undefined): SchemaField[] {
  const required = at(schema, "required");
  return Object.entries(members(at(schema, "properties"))).map(([name, one]) => {
    const examples = at(one, "examples");
    const example = at(one, "example") ?? (Array.isArray(examples) ? (examples as Data[])[0] : undefined);
    const choices = at(one, "enum");
    return {
      name,
      type: typeOf(one),
      isRequired: Array.isArray(required) && required.includes(name),
      title: textAt(one, "title"),
      description: textAt(one, "description"),
      example: example === undefined ? "" : typeof example === "string" ? example : JSON.stringify(example),
      choices: Array.isArray(choices) ? choices.map((choice: Data) => String(choice)) : [],
      schema: one,
    };
  });
}

function typeOf(schema: Data): FieldType {
  const type = at(schema, "type") ?? (Array.isArray(at(schema, "enum")) ? "string" : undefined);
  const format = at(schema, "format");
  if (type === "string" && (format === "date" || format === "email")) {
    return format;
  }
  return FIELD_TYPES.find((known) => known === type) ?? "other";
}

/** The members of a schema that a type has. */
export function schemaOfType(type: FieldType): Members {
  switch (type) {
    case "date":
    case "email":
      return { type: "string", format: type };
    case "other":
      return {};
    default:
      return { type };
  }
}

/** A schema with one field more. */
export function withField(schema: Data | undefined, name: string): Data {
  const required = at(schema, "required");
  const names = Array.isArray(required) ? (required as Data[]) : [];
  return {
    ...(Object.keys(members(schema)).length === 0 ? { type: "object" } : members(schema)),
    required: [...names, name],
    properties: { ...members(at(schema, "properties")), [name]: { type: "string" } },
  };
}

/** A schema without this field. */
export function withoutField(schema: Data | undefined, name: string): Data | undefined {
  const properties = Object.fromEntries(
    Object.entries(members(at(schema, "properties"))).filter(([one]) => one !== name),
  );
  const next = requiring({ ...members(schema), properties }, name, false);
  return Object.keys(properties).length === 0 &&
    Object.keys(next).every((key) => key === "type" || key === "properties")
    ? undefined
    : next;
}

/** A schema whose field has to be there, or need not. */
export function requiring(schema: Data | undefined, name: string, isRequired: boolean): Members {
  const required = at(schema, "required");
  const others = Array.isArray(required) ? (required as Data[]).filter((one) => one !== name) : [];
  const { required: _, ...rest } = members(schema);
  const next = isRequired ? [...others, name] : others;
  return next.length === 0 ? rest : { ...members(schema), required: next };
}

/** A schema with a member of a field changed; `undefined` takes the member out. */
export function withMember(
  schema: Data | undefined,
  name: string,
  changes: { readonly [key: string]: Data | undefined },
): Data {
  const old = members(at(schema, "properties", name));
  const merged: { [key: string]: Data | undefined } = { ...old, ...changes };
  const next = Object.fromEntries(
    Object.entries(merged).filter((entry): entry is [string, Data] => entry[1] !== undefined),
  );
  return {
    ...members(schema),
    properties: { ...members(at(schema, "properties")), [name]: next },
  };
}

/** A typed example as the type of its field. */
export function exampleOf(text: string, type: FieldType): Data | undefined {
  if (text.trim() === "") {
    return undefined;
  }
  if (["string", "date", "email"].includes(type)) {
    return text;
  }
  try {
    return JSON.parse(text) as Data;
  } catch {
    return text;
  }
}
