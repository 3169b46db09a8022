/**
 * Writes a value at a place of the definition with the fewest changes: members that stay the same stay as they are
 * written, with their comments, order and quotes.
 */
import type { CollectionNode, Data, Entry, SyntaxNode, Tree } from "./tree";
import { dataOf, findEntry, followed, isNothing, pointerOf, pointerParts, readTree } from "./tree";
import { insertEntry, removeEntry, sorted } from "./change";
import type { Holder, NewEntry } from "./change";
import {
  isList,
  isMapping,
  renderBehindKey,
  renderBlock,
  renderFlow,
  renderInStyle,
  renderKey,
  styleOf,
} from "./render";
import type { Style } from "./render";
import { Composition, columnOf, lineEnd } from "./text";
import type { Edit } from "./text";

/** Whether two values are equal. The order of members does not count. */
export function isEqual(one: Data | undefined, other: Data | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined || one === null || other === null) return false;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, at) => isEqual(item, other[at]));
  }
  if (!isMapping(one) || !isMapping(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
  );
}

/** Where a new key goes among those that are there: the index. */
export type Order = (keys: readonly string[], key: string) => number;

const atEnd: Order = (keys) => keys.length;

/** The edited text while several changes are made. */
export class Work {
  private readonly composition: Composition;
  private read: Tree;

  constructor(tree: Tree) {
    this.composition = new Composition(tree.text);
    this.read = tree;
  }

  get tree(): Tree {
    return this.read;
  }

  get edits(): Edit[] {
    return this.composition.edits();
  }

  apply(edits: readonly Edit[]): void {
    if (edits.length === 0) return;
    this.composition.apply(edits);
    this.read = readTree(this.composition.text, this.read);
  }

  /** Writes out the aliases on the way to a place, so that an edit there changes nothing elsewhere. */
  expandAliases(pointer: string): void {
    const parts = pointerParts(pointer);
    for (let length = 1; length <= parts.length; length += 1) {
      const found = findEntry(this.read, pointerOf(parts.slice(0, length)));
      if (found === undefined) return;
      if (found.entry.value?.kind === "alias") {
        this.apply(replaceValue(this.read, found, dataOf(found.entry.value), styleOf(this.read)));
      }
    }
  }

  /** Writes a value. What is absent on the way is made. */
  set(pointer: string, value: Data, order: Order = atEnd): void {
    const parts = pointerParts(pointer);
    this.expandAliases(pointerOf(parts.slice(0, -1)));
    const found = findEntry(this.read, pointer);
    if (found !== undefined) {
      this.adjust(pointer, value);
      return;
    }
    const key = parts.at(-1) ?? "";
    const parent = pointerOf(parts.slice(0, -1));
    const holder = parent === "" ? rootHolder(this.read) : findEntry(this.read, parent);
    if (holder === undefined) {
      this.set(parent, { [key]: value }, order);
      return;
    }
    const node = followed(holder.entry.value);
    if (node?.kind === "seq" && /^[0-9]+$/.test(key)) {
      this.apply(
        insertEntry(
          this.read,
          holder,
          Number(key),
          newItem(value, styleOf(this.read)),
          "seq",
          styleOf(this.read),
        ),
      );
      return;
    }
    const isOther = node !== undefined && node.kind !== "map" && !isNothing(node);
    if (isOther && (node.kind === "seq" || dataOf(node) !== null)) {
      this.apply(replaceValue(this.read, holder, { [key]: value }, styleOf(this.read)));
      return;
    }
    const keys = node?.kind === "map" ? node.entries.map((entry) => entry.name) : [];
    const style = styleOf(this.read);
    this.apply(insertEntry(this.read, holder, order(keys, key), newPair(key, value, style), "map", style));
  }

  /** Removes an entry. */
  remove(pointer: string): void {
    const parts = pointerParts(pointer);
    this.expandAliases(pointerOf(parts.slice(0, -1)));
    const found = findEntry(this.read, pointer);
    if (found === undefined) return;
    const above = pointerOf(parts.slice(0, -1));
    const holder = above === "" ? undefined : findEntry(this.read, above);
    this.apply(removeEntry(this.read, holder, found.parent, found.parent.entries.indexOf(found.entry)));
  }

  /** Changes what is there into `value`, member by member. */
  private adjust(pointer: string, value: Data): void {
    const found = findEntry(this.read, pointer);
    if (found === undefined || isEqual(dataOf(found.entry.value), value)) return;
    const node = found.entry.value;
    if (node?.kind === "map" && isMapping(value) && this.adjustMap(pointer, node, value)) return;
    if (node?.kind === "seq" && isList(value) && node.entries.length > 0 && value.length > 0) {
      this.adjustSeq(pointer, node, value);
      return;
    }
    // A tag says what kind of value this is, so it goes with the old value. An anchor stays.
    const { after, value: old } = found.entry;
    const properties = this.read.text.slice(after, Math.max(after, old?.from ?? after));
    const tag = /(?<=^|\s)![^\s]*[ ]?/.exec(properties);
    if (tag !== null) {
      const from = after + tag.index;
      this.apply([{ from, to: from + tag[0].length, insert: "" }]);
    }
    const again = tag === null ? found : findEntry(this.read, pointer);
    if (again !== undefined) this.apply(replaceValue(this.read, again, value, styleOf(this.read)));
  }

  private adjustMap(pointer: string, node: SyntaxNode, value: { readonly [key: string]: Data }): boolean {
    const old = dataOf(node);
    if (!isMapping(old)) return false;
    const kept = Object.keys(old).filter((key) => Object.hasOwn(value, key));
    if (kept.length === 0) return false;
    for (const key of Object.keys(old)) {
      if (!Object.hasOwn(value, key)) this.remove(pointer + pointerOf([key]));
    }
    for (const [key, item] of Object.entries(value)) {
      if (Object.hasOwn(old, key)) this.adjust(pointer + pointerOf([key]), item);
      else this.set(pointer + pointerOf([key]), item);
    }
    return true;
  }

  private adjustSeq(pointer: string, node: CollectionNode, value: readonly Data[]): void {
    const old = node.entries.map((entry) => dataOf(entry.value));
    const most = Math.min(old.length, value.length);
    let start = 0;
    while (start < most && isEqual(old[start], value[start])) start += 1;
    let end = 0;
    while (end < most - start && isEqual(old.at(-1 - end), value.at(-1 - end))) end += 1;
    const common = most - start - end;
    for (let at = start; at < start + common; at += 1) this.adjust(`${pointer}/${at}`, value[at] ?? null);
    for (let at = old.length - end - 1; at >= start + common; at -= 1) this.remove(`${pointer}/${at}`);
    for (let at = start + common; at < value.length - end; at += 1) {
      const holder = findEntry(this.read, pointer);
      const style = styleOf(this.read);
      if (holder)
        this.apply(insertEntry(this.read, holder, at, newItem(value[at] ?? null, style), "seq", style));
    }
  }
}

/** The whole document as if it were the value of an entry. */
export function rootHolder(tree: Tree): Holder | undefined {
  const root = tree.root;
  if (root === undefined || (root.kind !== "map" && root.kind !== "seq")) return undefined;
  const entry: Entry = { key: undefined, name: "", value: root, after: 0, from: 0, to: root.to };
  return { parent: { ...root, entries: [entry] }, entry };
}

/** A new entry of a mapping. */
export function newPair(key: string, value: Data, style: Style): NewEntry {
  return {
    atColumn: (column) => `${renderKey(key, false, false)}:${renderBehindKey(value, column, style)}`,
    inFlow: `${renderKey(key, true, style.isJson)}: ${renderFlow(value, style.isJson)}`,
  };
}

/** A new entry of a list. */
export function newItem(value: Data, style: Style): NewEntry {
  return {
    atColumn: (column) => `- ${renderBlock(value, column + 2, style)}`,
    inFlow: renderFlow(value, style.isJson),
  };
}

/** Writes a value in the place of the value of an entry. */
export function replaceValue(tree: Tree, at: Holder, value: Data, style: Style): Edit[] {
  const { entry, parent } = at;
  const { text } = tree;
  const old = isNothing(entry.value) ? undefined : entry.value;
  if (
    parent.isFlow ||
    (old !== undefined && isFilledFlow(old) && typeof value === "object" && value !== null)
  ) {
    return replaceInFlow(text, at, old, value, style);
  }
  const column = columnOf(text, entry.from);
  const isScalar = value === null || typeof value !== "object";
  if (old?.kind === "scalar" && isScalar) {
    const above = parent.kind === "seq" ? column + 2 - style.step : column;
    return spread(text, old.from, old.to, renderInStyle(value, old, false, above, style));
  }
  if (parent.kind === "seq") {
    const insert = renderBlock(value, column + 2, style);
    if (old === undefined) return spread(text, entry.to, entry.to, ` ${insert}`);
    return spread(text, old.from, old.to, insert);
  }
  const insert = renderBehindKey(value, column, style);
  const isBelow = /^\r?\n/.test(insert);
  if (old === undefined) return spread(text, entry.to, entry.to, insert);
  const wasBelow = (old.kind === "map" || old.kind === "seq") && !old.isFlow;
  if (!wasBelow && !isBelow) return spread(text, old.from, old.to, insert.slice(1));
  if (!wasBelow) {
    const end = lineEnd(text, old.to);
    const hasProperties = text.slice(entry.after, old.from).trim() !== "";
    return sorted([
      { from: hasProperties ? old.from : entry.after, to: old.to, insert: "" },
      { from: end, to: end, insert },
    ]);
  }
  return belowToOther(text, entry, old, insert, isBelow);
}

/** Replaces a range by lines: the first one there, the others below the line, behind its comment. */
function spread(text: string, from: number, to: number, insert: string): Edit[] {
  const at = insert.search(/\r?\n/);
  const end = lineEnd(text, to);
  if (at < 0 || end === to) return [{ from, to, insert }];
  return sorted([
    { from, to, insert: insert.slice(0, at) },
    { from: end, to: end, insert: insert.slice(at) },
  ]);
}

/** The value was on lines of its own. */
function belowToOther(text: string, entry: Entry, old: SyntaxNode, insert: string, isBelow: boolean): Edit[] {
  const end = lineEnd(text, old.start === old.from ? entry.after : old.start);
  // The comment behind its last line is a part of what is replaced.
  const last = Math.max(end, lineEnd(text, old.to));
  if (isBelow) return [{ from: end, to: last, insert }];
  const behind = text.slice(entry.after, end);
  const at = entry.after + behind.replace(/(^|\s)#.*$/, "").trimEnd().length;
  const line = insert.search(/\r?\n/);
  const [head, rest] = line < 0 ? [insert, ""] : [insert.slice(0, line), insert.slice(line)];
  return sorted([
    { from: at, to: at, insert: head },
    { from: end, to: last, insert: rest },
  ]);
}

function isFilledFlow(node: SyntaxNode): boolean {
  return (node.kind === "map" || node.kind === "seq") && node.isFlow && node.entries.length > 0;
}

function replaceInFlow(
  text: string,
  { entry, parent }: Holder,
  old: SyntaxNode | undefined,
  value: Data,
  style: Style,
): Edit[] {
  const isScalar = value === null || typeof value !== "object";
  const insert =
    old?.kind === "scalar" && isScalar
      ? renderInStyle(value, old, parent.isFlow, 0, style)
      : renderFlow(value, style.isJson || (old?.kind === "scalar" && style.isJson));
  if (old !== undefined) return [{ from: old.from, to: old.to, insert }];
  const colon = parent.kind === "map" && text[entry.after - 1] !== ":" ? ": " : " ";
  return [{ from: entry.to, to: entry.to, insert: colon + insert }];
}
