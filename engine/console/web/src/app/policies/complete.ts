/** What can be written at a place of a policy, from its JSON Schema and the fields of the subjects. Pure. */

/** One suggestion. */
export interface Suggestion {
  label: string;
  /** What it means. */
  info: string;
  isValue: boolean;
}

type Json = Readonly<Record<string, unknown>>;

/** The fields of each subject, which the schema of the document leaves open. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  workflow: ["namespace", "name", "version", "owner", "author", "via", "labels"],
  access: [
    "kind",
    "integration",
    "operation",
    "version",
    "effect",
    "host",
    "method",
    "path",
    "query",
    "labels",
    "runLabels",
    "arguments",
  ],
  caller: ["kind", "id", "namespace"],
  time: ["weekday", "hour", "date"],
  profile: ["accesses", "secrets"],
};
/** Values that fields of subjects have. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "access/kind": ["call", "fetch", "start", "respond", "emit", "listen", "run", "configure"],
  "access/effect": ["read", "write"],
  "caller/kind": ["app", "champion", "it", "operator", "schedule", "event", "workflow"],
  "time/weekday": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
};
/** Words of JSON Schema that policies use. */
const WORDS = [
  "properties",
  "required",
  "const",
  "enum",
  "type",
  "minimum",
  "maximum",
  "exclusiveMinimum",
].concat(["exclusiveMaximum", "pattern", "not", "anyOf", "allOf", "contains", "minItems", "maxItems"]);

/** The path of members above the line that `offset` is in, by their indentation. */
export function pathAt(text: string, offset: number): { path: string[]; key: string | undefined } {
  const lines = text.slice(0, offset).split("\n");
  const line = lines.at(-1) ?? "";
  const [, space = "", key] = /^(\s*(?:- )?)(?:([\w-]+):\s*)?/.exec(line) ?? [];
  let indent = space.length;
  const path: string[] = [];
  for (const above of lines.slice(0, -1).reverse()) {
    const [, before = "", name] = /^(\s*(?:- )?)([\w-]+):/.exec(above) ?? [];
    if (name !== undefined && before.length < indent) {
      path.unshift(name);
      indent = before.length;
    }
  }
  return { path, key };
}

/** What fits at `offset`. */
export function suggestionsAt(text: string, offset: number, schema: unknown): Suggestion[] {
  const { path, key } = pathAt(text, offset);
  const [subject = ""] = path;
  if (FIELDS[subject] !== undefined) {
    return inSubject(subject, path, key);
  }
  const place = schemaAt(schema, path);
  if (key === undefined) {
    return Object.entries(objectOf(place["properties"])).map(([label, one]) => ({
      label,
      info: infoOf(objectOf(one)),
      isValue: false,
    }));
  }
  return valuesOf(schema, resolved(schema, objectOf(objectOf(place["properties"])[key])));
}

function inSubject(subject: string, path: readonly string[], key: string | undefined): Suggestion[] {
  const names = (all: readonly string[], isValue: boolean) =>
    all.map((label) => ({ label, info: "", isValue }));
  const last = path.at(-1) ?? "";
  if (key === undefined) {
    return names(last === "properties" ? (FIELDS[subject] ?? []) : WORDS, false);
  }
  const field = last === "properties" ? key : last;
  return names(VALUES[`${subject}/${field}`] ?? [], true);
}

function valuesOf(schema: unknown, field: Json): Suggestion[] {
  const values = resolved(schema, field)["enum"];
  const all = Array.isArray(values) ? values : field["type"] === "boolean" ? [true, false] : [];
  return all.map((value) => ({ label: String(value), info: infoOf(field), isValue: true }));
}

function schemaAt(schema: unknown, path: readonly string[]): Json {
  return path.reduce<Json>(
    (place, name) => {
      const next = resolved(schema, objectOf(objectOf(place["properties"])[name]));
      return next["items"] === undefined ? next : resolved(schema, objectOf(next["items"]));
    },
    resolved(schema, objectOf(schema)),
  );
}

/** Follows a reference within the schema; what stands beside it counts too. */
function resolved(schema: unknown, place: Json): Json {
  const { $ref: reference, ...rest } = place;
  if (typeof reference !== "string") {
    return place;
  }
  const target = reference
    .split("/")
    .slice(1)
    .reduce<unknown>((value, name) => objectOf(value)[name], schema);
  return { ...objectOf(target), ...rest };
}

function infoOf(place: Json): string {
  const text = place["description"];
  return typeof text === "string" ? text : "";
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
