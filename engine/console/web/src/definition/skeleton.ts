/** New tasks as they begin: what each kind needs, and the arguments of an operation. */
import { isMapping } from "./render";
import type { Data } from "./tree";
import type { TaskKind } from "./model";

/** The body of a new task of a kind. */
export function newBody(kind: Exclude<TaskKind, "unknown" | "unreadable" | "call">): Data {
  switch (kind) {
    case "do":
      return { do: [] };
    case "emit":
      return { emit: { event: { with: { type: "com.example.event", data: "${ . }" } } } };
    case "for":
      return { for: { each: "item", in: ".items" }, do: [] };
    case "fork":
      return { fork: { branches: [] } };
    case "listen":
      return { listen: { to: { one: { with: { type: "com.example.event" } } } } };
    case "raise":
      return {
        raise: { error: { type: "https://example.com/errors/refused", status: 422, title: "Refused" } },
      };
    case "run":
      return {
        run: { workflow: { namespace: "default", name: "workflow", version: "latest", input: {} } },
      };
    case "set":
      return { set: { result: "${ . }" } };
    case "switch":
      return { switch: [{ otherwise: { then: "continue" } }] };
    case "try":
      return { try: [], catch: { as: "error", do: [] } };
    case "wait":
      return { wait: { seconds: 1 } };
  }
}

/**
 * The arguments that an operation requires. An argument takes the expression in `values` that has its name; otherwise
 * what its schema offers, otherwise a blank of its type.
 */
export function skeleton(
  input: Data | undefined,
  values: ReadonlyMap<string, string>,
): { [key: string]: Data } {
  if (!isMapping(input)) return {};
  const properties = isMapping(input["properties"]) ? input["properties"] : {};
  const required = Array.isArray(input["required"]) ? input["required"] : [];
  const names = required.filter((name) => typeof name === "string");
  return Object.fromEntries(
    names.map((name) => {
      const expression = values.get(name);
      return [name, expression === undefined ? blank(properties[name]) : `\${ ${expression} }`];
    }),
  );
}

/** A value to begin with, from a schema. */
export function blank(schema: Data | undefined): Data {
  if (!isMapping(schema)) return "";
  for (const key of ["const", "default", "example"]) {
    if (schema[key] !== undefined) return schema[key];
  }
  for (const key of ["examples", "enum"]) {
    const [first] = Array.isArray(schema[key]) ? (schema[key] as readonly Data[]) : [];
    if (first !== undefined) return first;
  }
  const type = Array.isArray(schema["type"]) ? (schema["type"] as readonly Data[])[0] : schema["type"];
  switch (type) {
    case "number":
    case "integer":
      return typeof schema["minimum"] === "number" ? schema["minimum"] : 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object":
      return skeleton(schema, new Map());
    case "null":
      return null;
    default:
      return "";
  }
}
