/** The texts of new drafts. Pure: what is filled in goes through the edits of the definition, never over its text. */
import type { CatalogFunction } from "@towpath/client";

import {
  applyEdits,
  callName,
  operationName,
  readDefinition,
  setAt,
  setDocument,
  setInputSchema,
  type Data,
  type Definition,
  type EditResult,
} from "../../definition";

/** What a draft is called. */
export interface Called {
  readonly namespace: string;
  readonly name: string;
  readonly title: string;
}

/** The name in addresses for a title: `Late deliveries` becomes `late-deliveries`. */
export function slug(title: string): string {
  return title
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 60);
}

/** Whether a workflow can be called so. */
export function isName(name: string): boolean {
  return /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name);
}

/** A draft without steps. */
export function blankText(called: Called): string {
  return `${headOf(called)}do: []\n`;
}

function headOf({ namespace, name, title }: Called): string {
  const line = title.trim() === "" ? "" : `  title: ${JSON.stringify(title.trim())}\n`;
  return `document:\n  dsl: "1.0.3"\n  namespace: ${namespace}\n  name: ${name}\n  version: 0.1.0\n${line}`;
}

/** A draft that calls one operation with what it is called with, and answers with what that gave. */
export function operationText(called: Called, operation: CatalogFunction): string {
  const input = operation.input as Data;
  const properties = member(input, "properties");
  const names = Object.keys(typeof properties === "object" && properties !== null ? properties : {});
  const parts = operationName(operation.call);
  const given = Object.fromEntries(names.map((name) => [name, `\${ .${jqMember(name)} }`]));
  const required = member(input, "required");
  const needed = Array.isArray(required) ? (required as string[]) : [];
  const shown = Object.fromEntries(Object.entries(given).filter(([name]) => needed.includes(name)));
  const task = {
    [stepNameOf(operation.name)]: {
      call: parts === undefined ? operation.call : callName(parts),
      ...(Object.keys(shown).length === 0 ? {} : { with: shown }),
    },
  };
  const text = blankText(called);
  const steps: ((definition: Definition) => EditResult)[] = [
    (one) => setAt(one, "/do", [task] as unknown as Data),
    ...(needed.length === 0 ? [] : [(one: Definition) => setInputSchema(one, requiredOnly(input, needed))]),
  ];
  return edited(text, steps);
}

/** The schema of an input with what is required alone: a first draft is small. */
function requiredOnly(schema: Data, needed: readonly string[]): Data {
  const properties = member(schema, "properties");
  const all = typeof properties === "object" && properties !== null ? Object.entries(properties) : [];
  return {
    type: "object",
    required: needed,
    properties: Object.fromEntries(all.filter(([name]) => needed.includes(name))) as { [name: string]: Data },
  };
}

function stepNameOf(name: string): string {
  const operation = name.split(".").at(-1) ?? name;
  return operation.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function jqMember(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `[${JSON.stringify(name)}]`;
}

/** A text of a template under another name, with its one blank filled in. Everything else stays as it is written. */
export function templateText(
  source: string,
  called: Called,
  blank: { pointer: string; value: unknown } | undefined,
): string {
  return edited(source, [
    (one) => setDocument(one, "namespace", called.namespace),
    (one) => setDocument(one, "name", called.name),
    ...(called.title.trim() === ""
      ? []
      : [(one: Definition) => setDocument(one, "title", called.title.trim())]),
    ...(blank === undefined ? [] : [(one: Definition) => setAt(one, blank.pointer, blank.value as Data)]),
  ]);
}

/** A text with edits one after the other; one that cannot be made is left out. */
export function edited(text: string, makes: readonly ((definition: Definition) => EditResult)[]): string {
  let current = text;
  for (const make of makes) {
    const result = make(readDefinition(current));
    if (result.ok) {
      current = applyEdits(current, result.edits);
    }
  }
  return current;
}

function member(data: Data | undefined, name: string): Data | undefined {
  return typeof data === "object" && data !== null && !Array.isArray(data)
    ? (data as { readonly [name: string]: Data })[name]
    : undefined;
}
