/**
 * The drafted permit of a request, read for narrowing: which accesses, which values of their arguments, until when. Each
 * change makes a new text; the text is what is granted. Pure.
 */
import { isMap, parseDocument, stringify, type Document } from "yaml";

/** What an argument may be. */
export type Rule =
  | { kind: "any" }
  | { kind: "exactly"; value: unknown }
  | { kind: "atMost"; most: number }
  /** Something that only the text shows. */
  | { kind: "other"; schema: unknown };

/** One argument of an access. */
export interface Argument {
  name: string;
  rule: Rule;
}

/** One access that the permit allows. */
export interface Part {
  /** In words of the document: `crm.create-lead 1.0.0`. */
  what: string;
  arguments: readonly Argument[];
}

/** What can be narrowed without writing the text. */
export interface Permit {
  parts: readonly Part[];
  /** `2027-02-28`. */
  expires: string;
}

type Path = readonly (string | number)[];
type Json = Readonly<Record<string, unknown>>;

/** The same document, one member a line: drafted permits come as JSON. A text that cannot be read stays as it is. */
export function readable(text: string): string {
  const document = parseDocument(text);
  return document.errors.length > 0 || !isMap(document.contents)
    ? text
    : stringify(document.toJS(), { lineWidth: 0 });
}

/** What the form shows; `undefined` where only the text can. */
export function readPermit(text: string): Permit | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return undefined;
  }
  const whole = document.toJS() as Json;
  const places = placesOf(whole);
  const parts = places.map((path) => partOf(at(whole, path)));
  const { expires } = whole;
  if (parts.length === 0 || parts.includes(undefined)) {
    return undefined;
  }
  return { parts: parts as Part[], expires: typeof expires === "string" ? expires : "" };
}

/** Another last day. */
export function withEnd(text: string, day: string): string {
  return changed(text, (document) => document.set("expires", day));
}

/** Without one of several accesses. */
export function withoutPart(text: string, part: number): string {
  return changed(text, (document) => document.deleteIn(["access", "anyOf", part]));
}

/** Another rule for an argument. */
export function withRule(text: string, part: number, name: string, rule: Rule): string {
  return changed(text, (document) => {
    const place = placesOf(document.toJS() as Json)[part];
    if (place !== undefined) {
      const path = [...place, "properties", "arguments", "properties", name];
      document.setIn(path, document.createNode(schemaOf(rule)));
    }
  });
}

function changed(text: string, change: (document: Document) => void): string {
  const document = parseDocument(text);
  change(document as unknown as Document);
  return document.toString({ lineWidth: 0 });
}

/** Where the accesses are: `access` itself, or its alternatives. */
function placesOf(whole: Json): Path[] {
  const { access } = whole;
  if (!isObject(access)) {
    return [];
  }
  const { anyOf } = access;
  return Array.isArray(anyOf) && Object.keys(access).length === 1
    ? anyOf.map((_, index) => ["access", "anyOf", index])
    : [["access"]];
}

function partOf(schema: unknown): Part | undefined {
  const fields = isObject(schema) ? schema["properties"] : undefined;
  if (!isObject(fields)) {
    return undefined;
  }
  const word = (name: string) => {
    const field = fields[name];
    return isObject(field) && typeof field["const"] === "string" ? field["const"] : undefined;
  };
  const system = [word("integration"), word("operation")].filter((one) => one !== undefined).join(".");
  const what = [
    system === "" ? word("kind") : system,
    word("version"),
    word("method"),
    word("host"),
    word("path"),
  ];
  const given = fields["arguments"];
  const named = isObject(given) && isObject(given["properties"]) ? given["properties"] : {};
  return {
    what: what.filter((one) => one !== undefined).join(" "),
    arguments: Object.entries(named).map(([name, one]) => ({ name, rule: ruleOf(one) })),
  };
}

function ruleOf(schema: unknown): Rule {
  if (schema === true) {
    return { kind: "any" };
  }
  if (!isObject(schema)) {
    return { kind: "other", schema };
  }
  const keys = Object.keys(schema).sort().join();
  if (keys === "const") {
    return { kind: "exactly", value: schema["const"] };
  }
  const { maximum } = schema;
  return keys === "maximum,type" && schema["type"] === "number" && typeof maximum === "number"
    ? { kind: "atMost", most: maximum }
    : { kind: "other", schema };
}

function schemaOf(rule: Rule): unknown {
  switch (rule.kind) {
    case "any":
      return true;
    case "exactly":
      return { const: rule.value };
    case "atMost":
      return { type: "number", maximum: rule.most };
    default:
      return rule.schema;
  }
}

function at(whole: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<string | number, unknown> | undefined)?.[key],
    whole,
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
