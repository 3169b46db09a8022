/**
 * The smallest changes of a text: insert, remove, rename one entry of a mapping or list. Everything outside the entry
 * stays as it is, byte for byte.
 */
import type { CollectionNode, Entry, SyntaxNode, Tree } from "./tree";
import { isNothing } from "./tree";
import { deepen } from "./carry";
import { blankBefore, extentOf } from "./extent";
import { renderText } from "./render";
import type { Style } from "./render";
import { columnOf, lineEnd } from "./text";
import type { Edit, Range } from "./text";

/** The entry whose value is a collection, and the collection that has this entry. */
export interface Holder {
  readonly parent: CollectionNode;
  readonly entry: Entry;
}

/** An entry to insert: as lines of a block at a column, or on one line in a flow collection. */
export interface NewEntry {
  atColumn(column: number): string;
  readonly inFlow: string;
}

/** Edits in the order of the text. */
export function sorted(edits: readonly Edit[]): Edit[] {
  return edits
    .map((edit, order) => ({ edit, order }))
    .sort((a, b) => a.edit.from - b.edit.from || a.edit.to - b.edit.to || a.order - b.order)
    .map(({ edit }) => edit);
}

/** Inserts an entry into the collection that `holder` has, before its entry at `index`. */
export function insertEntry(
  tree: Tree,
  holder: Holder,
  index: number,
  entry: NewEntry,
  kind: "map" | "seq",
  style: Style,
): Edit[] {
  const value = holder.entry.value;
  const isFilled = value !== undefined && value.kind === kind && value.entries.length > 0;
  if (isFilled && !value.isFlow) return insertIntoBlock(tree, value, index, entry, style);
  // What has several lines must stay to the right of the block around it.
  const inFlow = deepen(entry.inFlow, columnOf(tree.text, holder.entry.from) + 2);
  const inside: NewEntry = { atColumn: (column) => entry.atColumn(column), inFlow };
  if (isFilled) return insertIntoFlow(tree, value, index, inside, style);
  return fill(tree, holder, inside, kind, style);
}

function insertIntoBlock(
  tree: Tree,
  node: CollectionNode,
  index: number,
  entry: NewEntry,
  style: Style,
): Edit[] {
  const text = tree.text;
  const at = Math.min(index, node.entries.length);
  const column = columnOf(text, node.entries[0]?.from ?? node.from);
  const [indent, lines] = [" ".repeat(column), entry.atColumn(column)];
  const next = extentOf(text, node, at);
  if (next !== undefined && !next.hasLines) {
    return [{ from: next.from, to: next.from, insert: lines + style.lineBreak + indent }];
  }
  if (next !== undefined) {
    const gap = blankBefore(text, node, Math.max(at, 1));
    return [{ from: next.from, to: next.from, insert: indent + lines + style.lineBreak + gap }];
  }
  const last = extentOf(text, node, at - 1);
  const end = last?.to ?? text.length;
  const gap = blankBefore(text, node, at - 1);
  const isOpen = last?.hasLines === false || text[end - 1] !== "\n";
  const insert = isOpen ? style.lineBreak + gap + indent + lines : gap + indent + lines + style.lineBreak;
  return [{ from: end, to: end, insert }];
}

function insertIntoFlow(
  tree: Tree,
  node: CollectionNode,
  index: number,
  entry: NewEntry,
  style: Style,
): Edit[] {
  const text = tree.text;
  const next = node.entries[index];
  const first = (at: number): boolean =>
    text.slice(0, at).trimEnd() !== text.slice(0, at) && isOwnLine(text, at);
  const newLine = (at: number): string => style.lineBreak + " ".repeat(columnOf(text, at));
  if (next !== undefined) {
    const gap = first(startOf(next)) ? newLine(startOf(next)) : " ";
    return [{ from: startOf(next), to: startOf(next), insert: `${entry.inFlow},${gap}` }];
  }
  const last = node.entries.at(-1);
  if (last === undefined) return [];
  const end = endOf(text, last);
  const rest = text.slice(end, lineEnd(text, end));
  if (first(startOf(last)) && /^ *,? *(#.*)?$/.test(rest)) {
    const hasComma = /^ *,/.test(rest);
    const line = newLine(startOf(last)) + entry.inFlow + (hasComma ? "," : "");
    const behind = { from: lineEnd(text, end), to: lineEnd(text, end), insert: line };
    return hasComma ? [behind] : [{ from: end, to: end, insert: "," }, behind];
  }
  return [{ from: end, to: end, insert: `, ${entry.inFlow}` }];
}

function isOwnLine(text: string, at: number): boolean {
  return (
    text.slice(text.lastIndexOf("\n", at - 1) + 1, at).trim() === "" && text.lastIndexOf("\n", at - 1) >= 0
  );
}

function startOf(entry: Entry): number {
  return Math.min(entry.from, entry.value?.start ?? entry.from);
}

/** The end of an entry of a flow collection. A space keeps an alias apart from what follows. */
function endOf(text: string, entry: Entry): number {
  return entry.value?.kind === "alias" && text[entry.to] === " " ? entry.to + 1 : entry.to;
}

/** Writes the first entry of a collection that is empty or absent. */
function fill(tree: Tree, holder: Holder, entry: NewEntry, kind: "map" | "seq", style: Style): Edit[] {
  const { text } = tree;
  const { entry: at, parent } = holder;
  const old = isNothing(at.value) ? undefined : at.value;
  if (parent.isFlow) {
    const inner = kind === "seq" ? `[${entry.inFlow}]` : `{ ${entry.inFlow} }`;
    if (old !== undefined) return [{ from: old.from, to: old.to, insert: inner }];
    const colon = parent.kind === "map" && text[at.after - 1] !== ":" ? ": " : " ";
    return [{ from: at.to, to: at.to, insert: colon + inner }];
  }
  const own = columnOf(text, at.from);
  const column = parent.kind === "seq" ? own + 2 : own + (kind === "seq" ? style.listStep : style.step);
  const lines = entry.atColumn(column);
  if (parent.kind === "seq") {
    const from = old?.from ?? at.to;
    return [{ from, to: old?.to ?? at.to, insert: (old === undefined ? " " : "") + lines }];
  }
  const end = lineEnd(text, old?.to ?? at.to);
  const below = { from: end, to: end, insert: style.lineBreak + " ".repeat(column) + lines };
  const gone = old === undefined ? [] : [removal(text, at.after, old)];
  return sorted([...gone, below]);
}

/** Removes a value behind its `:`, with the space before it unless an anchor is there. */
function removal(text: string, after: number, old: SyntaxNode): Edit {
  const hasProperties = text.slice(after, old.from).trim() !== "";
  return { from: hasProperties ? old.from : after, to: old.to, insert: "" };
}

/** Removes the entry at `index`. The last one of a collection leaves `[]` or `{}`. */
export function removeEntry(
  tree: Tree,
  holder: Holder | undefined,
  node: CollectionNode,
  index: number,
): Edit[] {
  const { text } = tree;
  const extent = extentOf(text, node, index);
  const entry = node.entries[index];
  if (extent === undefined || entry === undefined) return [];
  if (node.isFlow) return removeFromFlow(text, node, index);
  if (node.entries.length === 1) {
    const empty = node.kind === "seq" ? "[]" : "{}";
    if (!extent.hasLines || holder === undefined || holder.parent.kind === "seq") {
      return [{ from: node.from, to: node.to, insert: empty }];
    }
    const behind = holder.entry.value?.anchor === undefined ? holder.entry.after : propertiesEnd(text, node);
    return sorted([
      { from: behind, to: behind, insert: ` ${empty}` },
      { from: extent.from, to: extent.to, insert: "" },
    ]);
  }
  if (!extent.hasLines) return [{ from: extent.from, to: extent.to, insert: "" }];
  // The blank lines that keep it apart from the others go with it.
  const from = extent.from - blankBefore(text, node, index).length;
  const to = index === 0 ? extent.to + blankBefore(text, node, 1).length : extent.to;
  return [{ from, to, insert: "" }];
}

/** The end of the anchor and tag of a block collection. */
function propertiesEnd(text: string, node: SyntaxNode): number {
  return node.start + text.slice(node.start, lineEnd(text, node.start)).replace(/\s+(#.*)?$/, "").length;
}

function removeFromFlow(text: string, node: CollectionNode, index: number): Edit[] {
  const entry = node.entries[index];
  const [before, next] = [node.entries[index - 1], node.entries[index + 1]];
  if (entry === undefined) return [];
  const from = startOf(entry);
  if (next !== undefined) {
    const isQuiet = !text.slice(entry.to, startOf(next)).includes("#");
    const to = isQuiet ? startOf(next) : commaBehind(text, entry.to) + 1;
    return [{ from, to, insert: "" }];
  }
  if (before === undefined) return [{ from, to: entry.to, insert: "" }];
  const comma = commaBehind(text, before.to);
  if (!text.slice(before.to, from).includes("#")) return [{ from: before.to, to: entry.to, insert: "" }];
  return [
    { from: comma, to: comma + 1, insert: "" },
    { from, to: entry.to, insert: "" },
  ];
}

/** The place of the comma that follows. Comments are skipped. */
function commaBehind(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== ",") at = text[at] === "#" ? lineEnd(text, at) + 1 : at + 1;
  return at;
}

/** Writes another key for an entry of a mapping. */
export function renameKey(node: CollectionNode, entry: Entry, name: string): Edit[] {
  if (entry.key === undefined) return [];
  const { from, to, style } = entry.key;
  return [{ from, to, insert: renderText(name, node.isFlow, style) }];
}

/** Whether two ranges have a place in common. */
export function overlap(one: Range, other: Range): boolean {
  return one.from < other.to && other.from < one.to;
}
