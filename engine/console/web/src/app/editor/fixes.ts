/** Diagnostics of the server as places in the text, and their helps as corrections of one click. Pure. */
import type { Diagnostic, TextRange } from "@towpath/client";

import { applyEdits, lineEnd, lineStart, type Edit } from "../../definition";

/** A correction. */
export interface Fix {
  /** What it writes, for its button. */
  readonly words: string;
  readonly edit: Edit;
}

/** Something found, with its place in the text. */
export interface Finding {
  readonly diagnostic: Diagnostic;
  readonly from: number;
  readonly to: number;
  readonly fix: Fix | undefined;
}

/** All findings, the gravest first, then in the order of the text. */
export function findingsOf(text: string, diagnostics: readonly Diagnostic[]): Finding[] {
  const rank = { error: 0, warning: 1, hint: 2 };
  return diagnostics
    .map((diagnostic): Finding => {
      const { from, to } = placesOf(text, diagnostic.range);
      return { diagnostic, from, to, fix: fixOf(text, from, to, diagnostic.help) };
    })
    .sort((a, b) => rank[a.diagnostic.severity] - rank[b.diagnostic.severity] || a.from - b.from);
}

/** A range of lines and columns as places. */
export function placesOf(text: string, range: TextRange | null | undefined): { from: number; to: number } {
  if (range === undefined || range === null) {
    return { from: 0, to: 0 };
  }
  const from = placeOf(text, range.start);
  return { from, to: Math.max(from, placeOf(text, range.end)) };
}

function placeOf(text: string, { line, character }: TextRange["start"]): number {
  let at = 0;
  for (let count = 0; count < line; count += 1) {
    const next = text.indexOf("\n", at);
    if (next < 0) {
      return text.length;
    }
    at = next + 1;
  }
  return Math.min(at + character, lineEnd(text, at));
}

/** The correction that a help offers: "did you mean `x`?", or "write `key: value`" for a line with this key. */
export function fixOf(
  text: string,
  from: number,
  to: number,
  help: string | null | undefined,
): Fix | undefined {
  const meant = /^did you mean `([^`]+)`\?/.exec(help ?? "")?.[1];
  if (meant !== undefined && to > from && !text.slice(from, to).includes("\n")) {
    return fix(text, { from, to, insert: meant });
  }
  const line = /\bwrite `([^`]+)`/.exec(help ?? "")?.[1];
  const [, key, value] = /^([A-Za-z0-9_-]+): (.+)$/.exec(line ?? "") ?? [];
  if (line === undefined || key === undefined || value === undefined || /[…<>]/.test(value)) {
    return undefined;
  }
  const start = lineStart(text, from);
  const end = lineEnd(text, from);
  const [, before, known] = /^(\s*(?:- )?)([A-Za-z0-9_-]+):(?=\s)/.exec(text.slice(start, end)) ?? [];
  const isWhole =
    to <= end &&
    known === key &&
    before !== undefined &&
    /\S/.test(text.slice(start + before.length + key.length + 1, end));
  return isWhole ? fix(text, { from: start + before.length, to: end, insert: line }) : undefined;
}

function fix(text: string, edit: Edit): Fix | undefined {
  return applyEdits(text, [edit]) === text ? undefined : { words: edit.insert, edit };
}
