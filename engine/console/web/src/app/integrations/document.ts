/**
 * The changes that a form makes to the text of an integration. Each touches what it is about and nothing else: comments,
 * order and quotes of the rest stay. Pure.
 */
import { Work } from "../../definition/set";
import { dataOf, findEntry, pointerOf, readTree, type Data } from "../../definition/tree";
import { membersOf, readFields, type Argument, type Authentication } from "./fields";

/** The text with this value in place of the one at the pointer; `undefined` takes it out. */
export function change(text: string, pointer: string, value: Data | undefined): string {
  return changeAll(text, [[pointer, value]]);
}

/** Several changes, one after the other. */
export function changeAll(text: string, changes: readonly (readonly [string, Data | undefined])[]): string {
  const work = new Work(readTree(text));
  for (const [pointer, value] of changes) {
    if (value === undefined) {
      work.remove(pointer);
    } else {
      work.set(pointer, value);
    }
  }
  return work.tree.text;
}

/** The text with another way of authentication. */
export function setAuthentication(text: string, wanted: Authentication): string {
  const before = readFields(text).authentication;
  if (wanted.kind === "other") {
    return text;
  }
  const changes: [string, Data | undefined][] = [];
  if (before.kind === "header" && !(wanted.kind === "header" && wanted.header === before.header)) {
    const headers = membersOf(dataOf(findEntry(readTree(text), "/connection/headers")?.entry.value));
    const isLast = Object.keys(headers).length === 1;
    changes.push([
      isLast ? "/connection/headers" : pointerOf(["connection", "headers", before.header]),
      undefined,
    ]);
  }
  const secret = { secret: "secret" in wanted ? wanted.secret : "" };
  switch (wanted.kind) {
    case "none":
    case "header":
      changes.push(["/connection/authentication", undefined]);
      break;
    case "bearer":
      changes.push(["/connection/authentication", { bearer: { token: secret } }]);
      break;
    case "basic":
      changes.push([
        "/connection/authentication",
        { basic: { username: wanted.username, password: secret } },
      ]);
  }
  if (wanted.kind === "header") {
    changes.push([pointerOf(["connection", "headers", wanted.header]), secret]);
  }
  return changeAll(text, changes);
}

/** The text with an operation called something else; everything in it stays. */
export function renameOperation(text: string, key: string, name: string): string {
  const place = findEntry(readTree(text), pointerOf(["operations", key]))?.entry.key;
  if (place === undefined || !isOperationName(name) || hasOperation(text, name)) {
    return text;
  }
  return text.slice(0, place.from) + name + text.slice(place.to);
}

/** The text with these operations added; those of names that are taken get another one. */
export function addOperations(text: string, added: readonly (readonly [string, Data])[]): string {
  return added.reduce((current, [name, value]) => {
    const key = freeName(current, name);
    return change(current, pointerOf(["operations", key]), value);
  }, text);
}

/** The text with arguments of an operation replaced; schemas of those that stay, stay. */
export function setArguments(text: string, key: string, wanted: readonly Argument[]): string {
  const input = pointerOf(["operations", key, "input"]);
  if (wanted.length === 0) {
    return change(text, input, undefined);
  }
  const properties = membersOf(dataOf(findEntry(readTree(text), `${input}/properties`)?.entry.value));
  const schemas = wanted.map(({ name, type }) => [name, schemaOf(properties[name], type)] as const);
  const required = wanted.filter((one) => one.isRequired).map((one) => one.name);
  const hasInput = findEntry(readTree(text), input) !== undefined;
  if (!hasInput) {
    const members = { type: "object", additionalProperties: false, properties: Object.fromEntries(schemas) };
    const value: Data = required.length === 0 ? members : { ...members, required };
    return change(text, input, value);
  }
  return changeAll(text, [
    [`${input}/required`, required.length === 0 ? undefined : required],
    [`${input}/properties`, Object.fromEntries(schemas)],
  ]);
}

/** Whether an operation may be called so. */
export function isOperationName(name: string): boolean {
  return /^[a-z][a-z0-9-]*(:\d+\.\d+\.\d+)?$/.test(name);
}

/** Whether an integration may be called so. */
export function isIntegrationName(name: string): boolean {
  return /^[a-z][a-z0-9-]{0,62}$/.test(name);
}

/** Labels as people type them. */
export function labelsFrom(typed: string): string[] {
  return [...new Set(typed.split(/[\s,]+/).filter((label) => label !== ""))];
}

/** A name that no operation of the text has. */
export function freeName(text: string, wanted: string): string {
  let name = wanted;
  for (let count = 2; hasOperation(text, name); count += 1) {
    name = `${wanted}-${String(count)}`;
  }
  return name;
}

/** The text that a new integration begins with. */
export function newIntegration(owner: string): string {
  return [
    "integration: new-system",
    "title: New system",
    `owner: ${owner}`,
    "kind: http",
    "labels: []",
    "connection:",
    "  baseUrl: https://system.acme.example/api",
    "  timeout: 10s",
    "operations:",
    "  get-status:",
    "    version: 1.0.0",
    "    title: Look the status up",
    "    effect: read",
    "    request: { method: GET, path: /status }",
    "",
  ].join("\n");
}

function hasOperation(text: string, name: string): boolean {
  return findEntry(readTree(text), pointerOf(["operations", name])) !== undefined;
}

function schemaOf(known: Data | undefined, type: string | undefined): Data {
  if (known !== undefined && (type === undefined || membersOf(known)["type"] === type)) {
    return known;
  }
  return type === "array" ? { type, items: { type: "string" } } : { type: type ?? "string" };
}
