/**
 * For tests: every definition of the repository, and each again in other styles: with comments, with Windows line
 * breaks, as JSON, with other indentation and quotes.
 */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseDocument, stringify } from "yaml";
import { readDefinition } from "./read";
import { linesOf } from "./text";

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
