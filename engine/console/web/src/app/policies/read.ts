/**
 * From a document to the form, where it has the common shape. Nothing is guessed: the form is shown only if writing it
 * again gives the same document, but for tests and for words that mean the same. Pure.
 */
import { isMap, parseDocument } from "yaml";

import { asksPeople, EMPTY, type Access, type Hours, type Limit, type Shape } from "./shape";
import { documentOf } from "./write";

type Json = Readonly<Record<string, unknown>>;

/** The form of a text; `undefined` where only the text shows all of it. */
export function read(text: string): Shape | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) {
    return undefined;
  }
  const whole = normal(document.toJS() as Json);
  const shape = shapeOf(whole);
  const again = normal(documentOf(shape));
  return canonical(again) === canonical(whole) ? shape : undefined;
}

/** As much of the form as the document has. */
function shapeOf(whole: Json): Shape {
  const effect = wordOf(whole["effect"], ["permit", "forbid", "review", "hold"] as const, "permit");
  const workflow = fieldsOf(whole["workflow"]);
  const access = fieldsOf(whole["access"]);
  const approvers = objectOf(whole["approvers"]);
  const hold = objectOf(whole["hold"]);
  const seconds = hold["timeoutS"];
  return {
    name: text(whole["policy"]),
    title: text(whole["title"]),
    effect,
    mode: wordOf(whole["mode"], ["enforce", "audit", "off"] as const, "enforce"),
    namespaces: wordsOf(workflow["namespace"]),
    workflows: wordsOf(workflow["name"]),
    access: accessOf(access),
    limit: limitOf(access["arguments"]),
    callers: wordsOf(fieldsOf(whole["caller"])["kind"]),
    hours: hoursOf(whole["time"], text(whole["timezone"])),
    approvers: {
      role: wordOf(approvers["role"], ["approver", "it"] as const, "approver"),
      namespace: text(approvers["namespace"]),
    },
    hold: {
      seconds: typeof seconds === "number" ? seconds : EMPTY.hold.seconds,
      byDefault: wordOf(hold["default"], ["deny", "allow"] as const, "deny"),
    },
    reason: text(whole["reason"]),
    contact: text(whole["contact"]),
    expires: text(whole["expires"]),
    owner: text(whole["owner"]),
  };
}

function accessOf(fields: Json): Access {
  const effect = wordOf(objectOf(fields["effect"])["const"], ["read", "write"] as const, "");
  const integrations = wordsOf(fields["integration"]);
  if (fields["integration"] !== undefined) {
    return { kind: "operations", integrations, operations: wordsOf(fields["operation"]), effect };
  }
  return { kind: "kinds", kinds: wordsOf(fields["kind"]), effect };
}

function limitOf(schema: unknown): Limit | undefined {
  const entries = Object.entries(objectOf(objectOf(schema)["properties"]));
  const [argument, bound] = entries[0] ?? [];
  const { minimum, maximum, exclusiveMinimum } = objectOf(bound);
  if (argument === undefined) {
    return undefined;
  }
  if (typeof maximum === "number") {
    return { argument, comparison: "atMost", value: maximum, isPositive: exclusiveMinimum === 0 };
  }
  if (typeof minimum === "number") {
    return { argument, comparison: "from", value: minimum, isPositive: false };
  }
  return typeof exclusiveMinimum === "number"
    ? { argument, comparison: "moreThan", value: exclusiveMinimum, isPositive: false }
    : undefined;
}

function hoursOf(schema: unknown, timezone: string): Hours | undefined {
  if (schema === undefined) {
    return undefined;
  }
  const isOutside = objectOf(schema)["not"] !== undefined;
  const fields = fieldsOf(isOutside ? objectOf(schema)["not"] : schema);
  const { minimum, maximum } = objectOf(fields["hour"]) as { minimum?: unknown; maximum?: unknown };
  return {
    weekdays: wordsOf(fields["weekday"]),
    from: typeof minimum === "number" ? minimum : 0,
    to: typeof maximum === "number" ? maximum : 23,
    isOutside,
    timezone: timezone === "" ? "UTC" : timezone,
  };
}

/** Without tests, and with one way of writing for what has several. */
function normal(whole: Json): Json {
  const { tests: _tests, ...rest } = whole;
  const result: Record<string, unknown> = { ...rest };
  for (const subject of ["workflow", "access", "caller", "time"]) {
    if (result[subject] !== undefined) {
      result[subject] = normalSubject(result[subject]);
    }
  }
  if (result["mode"] === "enforce") {
    delete result["mode"];
  }
  if (result["timezone"] === "UTC") {
    delete result["timezone"];
  }
  if (asksPeople(result["effect"] as Shape["effect"]) && result["approvers"] !== undefined) {
    result["approvers"] = { role: "approver", ...objectOf(result["approvers"]) };
  }
  if (result["effect"] === "hold") {
    result["hold"] = { timeoutS: EMPTY.hold.seconds, default: "deny", ...objectOf(result["hold"]) };
  }
  return result;
}

/**
 * A subject: `type: object` says nothing, and whatever `properties` names is required anyway. A call has an integration,
 * so `kind: call` beside it says nothing either. `enum` of one value is `const`.
 */
function normalSubject(schema: unknown): unknown {
  if (!isObject(schema)) {
    return schema;
  }
  const result: Record<string, unknown> = { ...schema };
  const fields = objectOf(result["properties"]);
  const { required } = result;
  if (result["type"] === "object") {
    delete result["type"];
  }
  if (Array.isArray(required) && required.every((name) => String(name) in fields)) {
    delete result["required"];
  }
  if (result["not"] !== undefined) {
    result["not"] = normalSubject(result["not"]);
  }
  if (isObject(result["properties"])) {
    const kept = Object.entries(fields).filter(
      ([name, field]) =>
        !(name === "kind" && fields["integration"] !== undefined && objectOf(field)["const"] === "call"),
    );
    result["properties"] = Object.fromEntries(kept.map(([name, field]) => [name, normalField(field)]));
  }
  return result;
}

function normalField(field: unknown): unknown {
  const values = objectOf(field)["enum"];
  return Array.isArray(values) && values.length === 1 ? { const: values[0] as unknown } : field;
}

/** The same text for the same data, whatever the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one,
  );
}

function fieldsOf(schema: unknown): Json {
  return objectOf(objectOf(schema)["properties"]);
}

/** The values that a field may have, where they are written out. */
function wordsOf(field: unknown): string[] {
  const { const: one, enum: several } = objectOf(field) as { const?: unknown; enum?: unknown };
  const values: readonly unknown[] = one === undefined ? (Array.isArray(several) ? several : []) : [one];
  return values.filter((value) => typeof value === "string");
}

function wordOf<T extends string, F extends string>(value: unknown, known: readonly T[], fallback: F): T | F {
  return known.find((one) => one === value) ?? fallback;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function objectOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
