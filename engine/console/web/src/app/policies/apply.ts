/**
 * A change of the form in the text. Only what differs is written again: a value in its place where that is enough, else
 * the member of the document that it belongs to. Comments, order, quotes and all else stay byte for byte. Pure.
 */
import {
  isCollection,
  isMap,
  isNode,
  isScalar,
  parseDocument,
  stringify,
  type Node,
  type Pair,
  type YAMLMap,
} from "yaml";

import { read } from "./read";
import type { Shape } from "./shape";
import { documentOf, ORDER, textOf } from "./write";

/** `text`, which reads as `before`, made to read as `after`. */
export function apply(text: string, before: Shape, after: Shape): string {
  const was = documentOf(before);
  const is = documentOf(after);
  const keys = ORDER.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  const small = keys.reduce((known, key) => setValues(known, key, was[key], is[key]), text);
  return JSON.stringify(read(small)) === JSON.stringify(after)
    ? small
    : keys.reduce((known, key) => setMember(known, key, is[key]), text);
}

/** One member of the document with another value, or without it. */
export function setMember(text: string, key: string, value: unknown): string {
  const { contents } = parseDocument(text);
  if (!isMap(contents) || contents.flow === true) {
    return text;
  }
  const pair = contents.items.find((one) => keyOf(one) === key);
  if (pair === undefined) {
    return value === undefined ? text : insert(text, contents, key, textOf({ [key]: value }));
  }
  const { from, to } = extent(text, pair);
  if (value === undefined) {
    return text.slice(0, from) + text.slice(lineEnd(text, to));
  }
  return text.slice(0, from) + textOf({ [key]: value }).trimEnd() + text.slice(to);
}

/** The same for a member of which only a few values differ: each is written in its place, in one line. */
function setValues(text: string, key: string, was: unknown, is: unknown): string {
  const changes = was === undefined || is === undefined ? undefined : differences([key], was, is);
  if (changes === undefined) {
    return setMember(text, key, is);
  }
  const { contents } = parseDocument(text);
  const edits = changes.map(({ path, value }) => ({ node: nodeAt(contents, path), value }));
  if (edits.some(({ node }) => node === undefined || isBlock(node))) {
    return setMember(text, key, is);
  }
  return edits
    .map(({ node, value }) => ({ range: node?.range ?? [0, 0, 0], value }))
    .sort((a, b) => b.range[0] - a.range[0])
    .reduce(
      (known, { range, value }) => known.slice(0, range[0]) + inLine(value) + known.slice(range[1]),
      text,
    );
}

interface Difference {
  path: readonly string[];
  value: unknown;
}

/** Where two values differ, as deep as both have the same members; `undefined` where members come or go. */
function differences(path: readonly string[], was: unknown, is: unknown): Difference[] | undefined {
  if (JSON.stringify(was) === JSON.stringify(is)) {
    return [];
  }
  if (!isObject(was) || !isObject(is)) {
    return [{ path, value: is }];
  }
  const keys = Object.keys(is);
  if (keys.join() !== Object.keys(was).join()) {
    // `const` becomes `enum`, a maximum becomes a minimum: small enough to be written in one line.
    return keys.every((key) => !isObject(is[key])) ? [{ path, value: is }] : undefined;
  }
  const all = keys.map((key) => differences([...path, key], was[key], is[key]));
  return all.includes(undefined) ? undefined : all.flatMap((one) => one ?? []);
}

function nodeAt(contents: unknown, path: readonly string[]): Node | undefined {
  const found = path.reduce<unknown>(
    (node, key) => (isMap(node) ? node.get(key, true) : undefined),
    contents,
  );
  return isNode(found) ? found : undefined;
}

/** Whether a value goes over several lines, where another one does not fit in its place. */
function isBlock(node: Node | undefined): boolean {
  return isCollection(node) ? node.flow !== true : isScalar(node) && (node.type ?? "").startsWith("BLOCK_");
}

function inLine(value: unknown): string {
  return stringify(value, { lineWidth: 0, collectionStyle: "flow" }).trimEnd();
}

/** Behind the nearest member that stands before it in the usual order. */
function insert(text: string, contents: YAMLMap, key: string, written: string): string {
  const rank = (name: string) => {
    const index = (ORDER as readonly string[]).indexOf(name);
    return index < 0 ? ORDER.length : index;
  };
  const before = contents.items.filter((one) => rank(keyOf(one)) < rank(key)).at(-1);
  if (before === undefined) {
    const first = contents.items[0];
    const at = first === undefined ? text.length : extent(text, first).from;
    return text.slice(0, at) + written + text.slice(at);
  }
  const at = lineEnd(text, extent(text, before).to);
  const start = text.slice(0, at);
  return (start.endsWith("\n") ? start : `${start}\n`) + written + text.slice(at);
}

/** From the key to the end of the value, without what follows on its last line. */
function extent(text: string, pair: Pair): { from: number; to: number } {
  const key = pair.key as { range?: [number, number, number] };
  const value = pair.value as { range?: [number, number, number] } | null;
  const from = key.range?.[0] ?? 0;
  const end = value?.range?.[1] ?? key.range?.[1] ?? from;
  // The value of a block ends behind its last line break: that one stays.
  const trimmed = text.slice(from, end).trimEnd();
  return { from, to: from + trimmed.length };
}

/** Behind the line break of the line that `at` is on; a comment at its end goes along. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
