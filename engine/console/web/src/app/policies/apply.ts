/**
 * A change of the form in the text. Only the members that differ are written again; comments, order, quotes and all other
 * members stay as they are, byte for byte. Pure.
 */
import { isMap, isScalar, parseDocument, type Pair, type YAMLMap } from "yaml";

import type { Shape } from "./shape";
import { documentOf, ORDER, textOf } from "./write";

/** `text`, which reads as `before`, made to read as `after`. */
export function apply(text: string, before: Shape, after: Shape): string {
  const was = documentOf(before);
  const is = documentOf(after);
  const keys = ORDER.filter((key) => JSON.stringify(was[key]) !== JSON.stringify(is[key]));
  return keys.reduce((known, key) => setMember(known, key, is[key]), text);
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
