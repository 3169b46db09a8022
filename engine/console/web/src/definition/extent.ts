/**
 * What belongs to an entry of a mapping or a list as people see it: its lines, the comment lines right above it in its
 * column, and the comments at its end. Deleting or moving an entry takes exactly this.
 */
import { Lexer } from "yaml";
import type { CollectionNode, Entry } from "./tree";
import { columnOf, isFirstOnLine, lineEnd, lineStart, nextLine } from "./text";
import type { Range } from "./text";

/** The range of an entry with what belongs to it. */
export interface Extent extends Range {
  /** Whether it has whole lines, with their line breaks. Otherwise it shares its first line with something else. */
  readonly hasLines: boolean;
  /** The column of the entry. */
  readonly column: number;
}

/** The range of the entry at `index` with what belongs to it. */
export function extentOf(text: string, parent: CollectionNode, index: number): Extent | undefined {
  const entry = parent.entries[index];
  if (entry === undefined) return undefined;
  const column = columnOf(text, entry.from);
  if (parent.isFlow) return { from: entry.from, to: entry.to, hasLines: false, column };
  const to = withCommentsBelow(text, entry, column);
  if (!isFirstOnLine(text, entry.from)) {
    return { from: entry.from, to: lineEnd(text, entry.to), hasLines: false, column };
  }
  const before = parent.entries[index - 1];
  const bound = before === undefined ? 0 : withCommentsBelow(text, before, column);
  return { from: withCommentsAbove(text, entry, column, bound), to, hasLines: true, column };
}

function withCommentsAbove(text: string, entry: Entry, column: number, bound: number): number {
  let from = lineStart(text, entry.from);
  while (from > bound) {
    const above = lineStart(text, from - 1);
    if (above < bound || commentColumn(text, above) !== column) break;
    from = above;
  }
  return from;
}

function withCommentsBelow(text: string, entry: Entry, column: number): number {
  let to = nextLine(text, entry.to);
  while (to < text.length && (commentColumn(text, to) ?? -1) > column) to = nextLine(text, to);
  return to;
}

/** The column of the comment that is alone on the line that starts here. */
function commentColumn(text: string, start: number): number | undefined {
  const line = text.slice(start, lineEnd(text, start));
  const comment = /^( *)#/.exec(line);
  return comment?.[1]?.length;
}

/** What is between an entry and the one before it, if that is only blank lines. */
export function blankBefore(text: string, parent: CollectionNode, index: number): string {
  const [before, at] = [extentOf(text, parent, index - 1), extentOf(text, parent, index)];
  if (before === undefined || at === undefined || parent.isFlow || !at.hasLines) return "";
  const gap = text.slice(before.to, at.from);
  return gap.trim() === "" && gap.endsWith("\n") ? gap : "";
}

/** A comment of the text, from its `#` to the end of its line. */
export interface Comment extends Range {
  readonly text: string;
}

/** All comments of a text. */
export function commentsOf(text: string): Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  for (const token of new Lexer().lex(text)) {
    // These tokens are marks of the lexer. They are no part of the text.
    if (token === "\u0002" || token === "\u0018" || token === "\u001f") continue;
    if (token.startsWith("#")) {
      const written = token.trimEnd();
      comments.push({ from: at, to: at + written.length, text: written });
    }
    at += token.length;
  }
  return comments;
}
