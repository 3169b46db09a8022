/**
 * Schemas of an OpenAPI document, written out: references followed, closed where arguments need it. A schema that refers
 * to itself, or that is too large, has no such form. Pure.
 */
import type { Data } from "../../definition/tree";
import { membersOf, type Members } from "./fields";

/** What was done to make a schema closed and typed. */
export interface Closing {
  /** Objects that said nothing of their members: texts are allowed in them. */
  openObjects: number;
  /** Values without a type: texts. */
  untyped: number;
}

const MOST_NODES = 600;
const MOST_DEPTH = 24;
/** Words of JSON Schema that are kept. Others are OpenAPI's own, or say nothing about what fits. */
const KEPT: readonly string[] = [
  "type",
  "title",
  "description",
  "enum",
  "const",
  "default",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minimum",
  "maximum",
  "multipleOf",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "required",
];

/** Thrown inside, caught in this file. */
class Unwritable extends Error {}

/** What `$ref` leads to within the document; anything else as it is. */
export function resolved(all: Members, value: Data | undefined): Data {
  let at: Data = value ?? null;
  for (let steps = 0; steps < 32; steps += 1) {
    const reference = membersOf(at)["$ref"];
    if (typeof reference !== "string") {
      return at;
    }
    at = target(all, reference) ?? null;
  }
  return null;
}

/** The schemas of one document. */
export class Schemas {
  private readonly all: Members;

  constructor(all: Members) {
    this.all = all;
  }

  /** As the document says, for what systems answer; `undefined` where it has no such form. */
  open(schema: Data): Data | undefined {
    return this.written(schema, undefined);
  }

  /** Closed and typed at every level, for arguments. */
  closed(schema: Data, closing: Closing): Data | undefined {
    return this.written(schema, closing);
  }

  private written(schema: Data, closing: Closing | undefined): Data | undefined {
    try {
      return new Writing(this.all, closing).write(schema, [], 0);
    } catch (error) {
      if (error instanceof Unwritable) {
        return undefined;
      }
      throw error;
    }
  }
}

class Writing {
  private left = MOST_NODES;
  private readonly all: Members;
  private readonly closing: Closing | undefined;

  constructor(all: Members, closing: Closing | undefined) {
    this.all = all;
    this.closing = closing;
  }

  write(schema: Data, above: readonly string[], depth: number): Data {
    this.left -= 1;
    if (this.left < 0 || depth > MOST_DEPTH) {
      throw new Unwritable();
    }
    if (typeof schema === "boolean") {
      return this.closing === undefined || !schema ? schema : this.untyped();
    }
    const reference = membersOf(schema)["$ref"];
    if (typeof reference === "string") {
      if (above.includes(reference)) {
        throw new Unwritable();
      }
      const next = target(this.all, reference);
      if (next === undefined) {
        throw new Unwritable();
      }
      return this.write(next, [...above, reference], depth + 1);
    }
    return this.members(merged(this.all, membersOf(schema), above), above, depth);
  }

  private members(schema: Members, above: readonly string[], depth: number): Data {
    const result: { [name: string]: Data } = {};
    for (const word of KEPT) {
      const value = schema[word];
      if (value !== undefined) {
        result[word] = value;
      }
    }
    this.bounds(schema, result);
    const inner = (value: Data) => this.write(value, above, depth + 1);
    for (const word of ["oneOf", "anyOf"]) {
      const branches = schema[word];
      if (Array.isArray(branches)) {
        result[word] = (branches as readonly Data[]).map(inner);
      }
    }
    const properties = Object.entries(membersOf(schema["properties"]));
    // A member that only the server sets is no argument.
    const own =
      this.closing === undefined
        ? properties
        : properties.filter(([, one]) => membersOf(one)["readOnly"] !== true);
    if (own.length > 0) {
      result["properties"] = Object.fromEntries(own.map(([name, value]) => [name, inner(value)]));
      result["type"] ??= "object";
    }
    if (Array.isArray(result["required"]) && this.closing !== undefined) {
      const names = own.map(([name]) => name);
      const required = (result["required"] as readonly Data[]).filter((name) => names.includes(String(name)));
      if (required.length === 0) {
        delete result["required"];
      } else {
        result["required"] = required;
      }
    }
    if (schema["items"] !== undefined) {
      result["items"] = inner(schema["items"]);
      result["type"] ??= "array";
    }
    const more = schema["additionalProperties"];
    if (more !== undefined && typeof more !== "boolean") {
      result["additionalProperties"] = inner(more);
    } else if (more === false) {
      result["additionalProperties"] = false;
    }
    if (schema["nullable"] === true && typeof result["type"] === "string") {
      result["type"] = [result["type"], "null"];
    }
    return this.closing === undefined ? result : this.close(result, own.length > 0);
  }

  /** OpenAPI 3.0 and Swagger 2 say with a boolean that a bound is exclusive. */
  private bounds(schema: Members, result: { [name: string]: Data }): void {
    if (typeof schema["exclusiveMinimum"] === "number") {
      result["exclusiveMinimum"] = schema["exclusiveMinimum"];
    } else if (schema["exclusiveMinimum"] === true && typeof schema["minimum"] === "number") {
      result["exclusiveMinimum"] = schema["minimum"];
      delete result["minimum"];
    }
    if (typeof schema["exclusiveMaximum"] === "number") {
      result["exclusiveMaximum"] = schema["exclusiveMaximum"];
    } else if (schema["exclusiveMaximum"] === true && typeof schema["maximum"] === "number") {
      result["exclusiveMaximum"] = schema["maximum"];
      delete result["maximum"];
    }
  }

  private close(schema: { [name: string]: Data }, hasMembers: boolean): Data {
    const isTyped = ["type", "enum", "const", "oneOf", "anyOf"].some((word) => schema[word] !== undefined);
    if (!isTyped) {
      return { ...schema, ...this.untyped() };
    }
    const types = Array.isArray(schema["type"])
      ? (schema["type"] as readonly Data[])
      : [schema["type"] ?? null];
    if (types.includes("object") && schema["additionalProperties"] === undefined) {
      if (hasMembers) {
        schema["additionalProperties"] = false;
      } else {
        this.count("openObjects");
        schema["additionalProperties"] = { type: "string" };
      }
    }
    if (types.includes("array") && schema["items"] === undefined) {
      schema["items"] = this.untyped();
    }
    return schema;
  }

  private untyped(): { type: "string" } {
    this.count("untyped");
    return { type: "string" };
  }

  private count(what: keyof Closing): void {
    if (this.closing !== undefined) {
      this.closing[what] += 1;
    }
  }
}

/** `allOf` as one schema: members together, the later word where two say the same. */
function merged(all: Members, schema: Members, above: readonly string[], depth = 0): Members {
  const parts = schema["allOf"];
  if (!Array.isArray(parts) || depth > MOST_DEPTH) {
    return schema;
  }
  const { allOf: _, ...rest } = schema;
  return [...(parts as readonly Data[]), rest].reduce<Members>((whole, at) => {
    const reference = membersOf(at)["$ref"];
    if (typeof reference === "string" && above.includes(reference)) {
      throw new Unwritable();
    }
    const part = merged(all, membersOf(resolved(all, at)), above, depth + 1);
    const required = [...listOf(whole["required"]), ...listOf(part["required"])];
    const properties = { ...membersOf(whole["properties"]), ...membersOf(part["properties"]) };
    return {
      ...whole,
      ...part,
      ...(required.length === 0 ? {} : { required: [...new Set(required)] }),
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
    };
  }, {});
}

function listOf(value: Data | undefined): readonly Data[] {
  return Array.isArray(value) ? (value as readonly Data[]) : [];
}

function target(all: Members, reference: string): Data | undefined {
  if (!reference.startsWith("#/")) {
    return undefined;
  }
  let at: Data | undefined = all;
  for (const part of reference.slice(2).split("/")) {
    const name = decode(part).replaceAll("~1", "/").replaceAll("~0", "~");
    const members: Members | readonly Data[] = Array.isArray(at) ? (at as readonly Data[]) : membersOf(at);
    at = Object.hasOwn(members, name) ? (members as Members)[name] : undefined;
  }
  return at;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
