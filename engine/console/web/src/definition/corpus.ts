/**
 * For tests: every definition of the repository, and each again in other styles: with comments, with Windows line
 * breaks, as JSON, with other indentation and quotes.
 */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseDocument, stringify } from "yaml";
import { isMapping } from "./render";
import { readDefinition } from "./read";
import type { OperationFacts } from "./shapes";
import { linesOf } from "./text";
import { dataOf, readTree } from "./tree";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
const FOLDERS = ["examples", "tests", "sdk/dsl/tests", "sdk/access/tests", "engine/cli/tests"];

/** A definition of the corpus. */
export interface Sample {
  readonly name: string;
  readonly text: string;
}

/** Every file that looks like a definition, also broken ones. */
export function definitionFiles(): Sample[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".yaml") && !name.includes("node_modules"))
      .sort()
      .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${ROOT}${folder}/${name}`, "utf8") })),
  ).filter(({ text }) => /^document:/m.test(text) && /^do:/m.test(text));
}

/** The readable definitions with tasks, without the one that aliases blow up. */
export function definitions(): Sample[] {
  return definitionFiles().filter(({ name, text }) => {
    if (name.includes("alias-bomb")) return false;
    const definition = readDefinition(text);
    return definition.problems.length === 0 && definition.tasks.tasks.length > 0;
  });
}

/** The text of a file of the repository. */
export function fileOf(name: string): string {
  return readFileSync(ROOT + name, "utf8");
}

/** The operations of the demo company, from its integration documents. */
export function demoOperations(): ReadonlyMap<string, OperationFacts> {
  const found = new Map<string, OperationFacts>();
  for (const name of ["crm", "orders", "payments"]) {
    const document = dataOf(readTree(fileOf(`examples/acme/integrations/${name}.yaml`)).root);
    if (!isMapping(document) || !isMapping(document["operations"])) continue;
    for (const [key, operation] of Object.entries(document["operations"])) {
      if (!isMapping(operation)) continue;
      const call = `${name}.${key}:${String(operation["version"])}@default`;
      const { input, output, example } = operation;
      found.set(call, {
        call,
        title: String(operation["title"]),
        integrationTitle: String(document["title"]),
        effect: operation["effect"] === "read" ? "read" : "write",
        labels: Array.isArray(document["labels"]) ? document["labels"].map(String) : [],
        ...(input === undefined ? {} : { input }),
        ...(output === undefined ? {} : { output }),
        ...(example === undefined ? {} : { example }),
      });
    }
  }
  return found;
}

/** A definition in other styles. */
export function styles({ name, text }: Sample): Sample[] {
  const data: unknown = parseDocument(text).toJS();
  return [
    { name, text },
    { name: `${name} with comments`, text: commented(text) },
    { name: `${name} with CRLF`, text: commented(text).replace(/\r?\n/g, "\r\n") },
    { name: `${name} without a last line break`, text: text.trimEnd() },
    { name: `${name} with blank lines`, text: text.replace(/^( *)- (\w+:)$/gm, "\n$1- $2") },
    { name: `${name} as JSON`, text: JSON.stringify(data) },
    { name: `${name} as indented JSON`, text: JSON.stringify(data, null, 2) },
    { name: `${name} with wide steps`, text: commented(stringify(data, { indent: 4, lineWidth: 40 })) },
    {
      name: `${name} with flat lists`,
      text: stringify(data, { indentSeq: false, defaultStringType: "QUOTE_SINGLE" }),
    },
    { name: `${name} in flow style`, text: inFlowBelow(data) },
  ];
}

/** Adds comments above, behind and below some lines. */
function commented(text: string): string {
  let number = 0;
  const next = (): string => `# ${(number += 1)}: it's "quoted", {braced}`;
  return linesOf(text)
    .map((line) => {
      const indent = /^ */.exec(line)?.[0] ?? "";
      if (/^ *- [\w-]+:\r?\n?$/.test(line)) return `${indent}${next()}\n${line.trimEnd()} ${next()}\n`;
      if (/^ +\w+: [\w.]+\r?\n?$/.test(line) && number % 3 === 0) return `${line.trimEnd()} ${next()}\n`;
      return line;
    })
    .join("");
}

/** Block style above, flow style in the tasks. */
function inFlowBelow(data: unknown): string {
  const document = parseDocument(stringify(data));
  const tasks = document.get("do");
  if (typeof tasks === "object" && tasks !== null && "items" in tasks && Array.isArray(tasks.items)) {
    for (const [index, item] of tasks.items.entries())
      if (index % 2 === 0) (item as { flow: boolean }).flow = true;
  }
  return document.toString({ lineWidth: 0 });
}

/** Definitions that are written as few people write them: anchors, long scalars, blank lines, flow inside of block. */
export function handmade(): Sample[] {
  return [{ name: "handmade", text: HANDMADE }];
}

const HANDMADE = `# Above all.
document: { dsl: 1.0.3, namespace: support, name: odd, version: '1.0.0',
  metadata: { owner: "a # b", 'x-team': [ one, two ] } }   # the header

input:
    schema: &schema
        document: {type: object}

do:

# About the first.
- first:   # behind the first
    set: &both {a: 1, "b": [ x , y ]}   # a value
    # below the value

# Nobody's comment.

- second:
    call: crm.add-note:1.0.0@default
    with:
      args: *both
      text: >-
        folded
        text   # no comment

        with a gap
      note: |+
        kept

      plain: one
        two
      quoted: "one
        two: # three"
    then: fourth
- third: { switch: [ { a: { when: '.x == 1', then: fourth } }, b: { then: end } ] }
- fourth:
      try:
      - inner: { wait: { seconds: 1 } }
      # about the next
      - other:
          set:
            - not
            -
            - - nested
              - list
          # end of other
      catch:
          errors: {with: {status: 404}}
          do:   # empty
- fifth:
    fork:
      compete: true
      branches:
      - left: {set: {x: "\${ .x }"}}

      - right:
          do:
          - deep:
              for: {each: one, in: .all}
              do:
              - last: {set: "\${ $one }"}
  # the end of the list
`;

/** Definitions made by rule: nested blocks of all kinds, with names and values that need quotes. */
export function generated(count: number): Sample[] {
  return Array.from({ length: count }, (_, index) => {
    let state = index * 2654435761 + 1;
    const below = (bound: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 4294967296) * bound);
    };
    const data = {
      document: { dsl: "1.0.3", namespace: "n", name: `made-${index}`, version: "1.0.0" },
      do: madeList(below, 0),
    };
    return { name: `generated ${index}`, text: stringify(data, { lineWidth: 60 }) };
  });
}

const TEXTS = [
  "${ .order.total // 0 }",
  "a: b",
  "x # y",
  "two\nlines\n",
  "'quoted'",
  "",
  "0123",
  "é",
  "- dash",
  "a, b",
];

type Below = (bound: number) => number;

function madeList(below: Below, depth: number): unknown[] {
  return Array.from({ length: 1 + below(depth === 0 ? 6 : 3) }, (_, index) => {
    const name = ["find", "pay back", "then: go", "last"][below(4)] ?? "";
    return { [`${name}${index}`]: madeTask(below, depth, index) };
  });
}

function madeTask(below: Below, depth: number, index: number): unknown {
  const text = (): string => TEXTS[below(TEXTS.length)] ?? "";
  const kind = depth > 2 ? below(4) : below(9);
  switch (kind) {
    case 0:
      return { set: { value: text(), list: [text(), { deep: text() }] }, metadata: { note: text() } };
    case 1:
      return {
        call: "crm.add-note:1.0.0@default",
        with: { id: text(), text: text() },
        output: { as: text() },
      };
    case 2:
      return { wait: { seconds: index }, if: ".x == 1" };
    case 3:
      return { switch: [{ yes: { when: ".x", then: "end" } }, { "no way": { then: "continue" } }] };
    case 4:
      return { do: madeList(below, depth + 1) };
    case 5:
      return { for: { each: "one", in: ".all" }, do: madeList(below, depth + 1), while: text() };
    case 6:
      return { try: madeList(below, depth + 1), catch: { as: "error", do: madeList(below, depth + 1) } };
    case 7:
      return { fork: { compete: below(2) === 0, branches: madeList(below, depth + 1) } };
    default:
      return { future: { kind: text() }, then: "end" };
  }
}
