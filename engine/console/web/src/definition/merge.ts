/**
 * Merges what two people made of one text: entry by entry and task by task. What only one of them changed is taken; what
 * both changed differently is a conflict that has both texts, so nothing is lost. Texts are taken as they are written.
 */
import { extentOf } from "./extent";
import { followed, readTree } from "./tree";
import type { CollectionNode, Entry, SyntaxNode, Tree } from "./tree";
import { lineBreakOf } from "./text";

/** Something that both changed. `undefined`: it is not there in this version. */
export interface Conflict {
  readonly id: string;
  /** Where it is, by names: `do`, `pay`, `with`. */
  readonly path: readonly string[];
  readonly base: string | undefined;
  readonly mine: string | undefined;
  readonly theirs: string | undefined;
}

/** The merged text in pieces: text, and conflicts to choose from. */
export interface Merge {
  readonly pieces: readonly (string | Conflict)[];
  readonly conflicts: readonly Conflict[];
}

/** Which version of a conflict is taken. */
export type Choice = "mine" | "theirs" | "base";

/** Merges `mine` and `theirs`, which were both made of `base`. */
export function mergeTexts(base: string, mine: string, theirs: string): Merge {
  if (mine === theirs || theirs === base) return whole(mine);
  if (mine === base) return whole(theirs);
  const [one, two, three] = [base, mine, theirs].map((text) => sideOf(readTree(text)));
  const conflict: Conflict = { id: "", path: [], base, mine, theirs };
  const apart: Merge = { pieces: [conflict], conflicts: [conflict] };
  if (one === undefined || two === undefined || three === undefined) return apart;
  const pieces = joinText(mergeParts(one, two, three, []), lineBreakOf(mine));
  const merge = { pieces, conflicts: pieces.filter((piece) => typeof piece !== "string") };
  // INVARIANT: a merge never makes readable texts unreadable. If it would, people choose between the whole texts.
  const isBroken = (["mine", "theirs"] as const).some((choice) => {
    const text = resolveMerge(merge, () => choice);
    return readTree(text).problems.length > 0;
  });
  return isBroken ? apart : merge;
}

function whole(text: string): Merge {
  return { pieces: [text], conflicts: [] };
}

/** The text with a choice for every conflict. */
export function resolveMerge(merge: Merge, choose: (conflict: Conflict) => Choice): string {
  return merge.pieces
    .map((piece) => (typeof piece === "string" ? piece : (piece[choose(piece)] ?? "")))
    .join("");
}

/** A part of a text: an entry with what belongs to it. */
interface Part {
  /** What it is called in the base; a renamed task keeps its old key. */
  key: string;
  readonly text: string;
  /** What is inside, if it can be merged further. */
  readonly inside: (() => Side | undefined) | undefined;
  /** The text without the name of the task. */
  readonly nameless: string;
}

/** A range of a text in parts. */
interface Side {
  readonly kind: "map" | "seq";
  readonly head: string;
  readonly parts: readonly Part[];
  readonly tail: string;
}

function sideOf(tree: Tree): Side | undefined {
  const root = tree.root;
  const isReadable = tree.problems.length === 0 && root?.kind === "map" && !root.isFlow;
  return isReadable ? collectionSide(tree, root, 0, tree.text.length) : undefined;
}

function collectionSide(tree: Tree, node: CollectionNode, from: number, to: number): Side | undefined {
  const names = node.entries.map((entry) => nameOf(node, entry));
  if (names.some((name) => name === undefined) || new Set(names).size < names.length) return undefined;
  const extents = node.entries.map((_, index) => extentOf(tree.text, node, index));
  const [first, last] = [extents[0], extents.at(-1)];
  if (first === undefined || last === undefined || extents.some((extent) => extent?.hasLines !== true))
    return undefined;
  const parts = node.entries.map((entry, index): Part => {
    const start = extents[index - 1]?.to ?? first.from;
    const end = extents[index]?.to ?? to;
    const inner = innerOf(node, entry);
    const key = inner.name;
    const at = key === undefined ? start : key.from;
    return {
      key: names[index] ?? "",
      text: tree.text.slice(start, end),
      inside:
        inner.value === undefined
          ? undefined
          : (): Side | undefined => insideOf(tree, inner.value, start, end),
      nameless: tree.text.slice(start, at) + tree.text.slice(key?.to ?? at, end),
    };
  });
  return {
    kind: node.kind,
    head: tree.text.slice(from, first.from),
    parts,
    tail: tree.text.slice(last.to, to),
  };
}

function insideOf(tree: Tree, node: SyntaxNode | undefined, from: number, to: number): Side | undefined {
  const isBlock = (node?.kind === "map" || node?.kind === "seq") && !node.isFlow && node.entries.length > 0;
  return isBlock ? collectionSide(tree, node, from, to) : undefined;
}

/** The key of an entry: of a list, the name of its task or case. */
function nameOf(node: CollectionNode, entry: Entry): string | undefined {
  if (node.kind === "map") return entry.name;
  const item = followed(entry.value);
  return item?.kind === "map" && item.entries.length === 1 ? item.entries[0]?.name : undefined;
}

/** What can be merged inside an entry; of a list, the body of its task. */
function innerOf(
  node: CollectionNode,
  entry: Entry,
): { name: SyntaxNode | undefined; value: SyntaxNode | undefined } {
  if (node.kind === "map") return { name: undefined, value: entry.value };
  const pair = entry.value?.kind === "map" && !entry.value.isFlow ? entry.value.entries[0] : undefined;
  return { name: pair?.key, value: pair?.value };
}

type Pieces = (string | Conflict)[];

function mergeParts(base: Side, mine: Side, theirs: Side, path: readonly string[]): Pieces {
  followRenames(base, mine);
  followRenames(base, theirs);
  const find = (side: Side, key: string): Part | undefined => side.parts.find((part) => part.key === key);
  const middle = orderOf(base, mine, theirs).flatMap((key) =>
    mergePart(find(base, key), find(mine, key), find(theirs, key), [...path, key]),
  );
  const [head, tail] = [
    mergeText(base.head, mine.head, theirs.head, [...path, "#head"]),
    mergeText(base.tail, mine.tail, theirs.tail, [...path, "#tail"]),
  ];
  return [...head, ...middle, ...tail];
}

/** A task that got another name and stayed the same otherwise keeps its key. */
function followRenames(base: Side, side: Side): void {
  if (base.kind !== "seq") return;
  const known = new Set(base.parts.map(({ key }) => key));
  const present = new Set(side.parts.map(({ key }) => key));
  for (const part of side.parts) {
    if (known.has(part.key)) continue;
    const was = base.parts.find(({ key, nameless }) => !present.has(key) && nameless === part.nameless);
    if (was === undefined) continue;
    present.add(was.key);
    part.key = was.key;
  }
}

/** The keys in order: as in the side that moved something, with what the other one added behind its neighbour. */
function orderOf(base: Side, mine: Side, theirs: Side): string[] {
  const keys = (side: Side): string[] => side.parts.map(({ key }) => key);
  const [was, own, other] = [keys(base), keys(mine), keys(theirs)];
  const common = (some: string[], all: string[]): string =>
    some.filter((key) => all.includes(key)).join("\n");
  const isMineAsBefore = common(own, was) === common(was, own);
  const [first, second] = isMineAsBefore ? [other, own] : [own, other];
  const order = [...first];
  for (const [at, key] of second.entries()) {
    if (order.includes(key)) continue;
    const before = second
      .slice(0, at)
      .reverse()
      .find((one) => order.includes(one));
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, key);
  }
  return order;
}

function mergePart(
  base: Part | undefined,
  mine: Part | undefined,
  theirs: Part | undefined,
  path: readonly string[],
): Pieces {
  const [b, m, t] = [base?.text, mine?.text, theirs?.text].map((text) => text?.trimEnd());
  if (m === t || t === b) return piece(mine?.text);
  if (m === b) return piece(theirs?.text);
  const [one, two, three] = [base?.inside?.(), mine?.inside?.(), theirs?.inside?.()];
  if (one && two && three && one.kind === two.kind && two.kind === three.kind)
    return mergeParts(one, two, three, path);
  return [conflict(path, base?.text, mine?.text, theirs?.text)];
}

function mergeText(base: string, mine: string, theirs: string, path: readonly string[]): Pieces {
  if (mine === theirs || theirs === base) return piece(mine);
  if (mine === base) return piece(theirs);
  if (mine.trim() === theirs.trim()) return piece(mine);
  return [conflict(path, base, mine, theirs)];
}

function piece(text: string | undefined): Pieces {
  return text === undefined || text === "" ? [] : [text];
}

function conflict(
  path: readonly string[],
  base: string | undefined,
  mine: string | undefined,
  theirs: string | undefined,
): Conflict {
  return { id: path.join("/"), path: path.filter((part) => !part.startsWith("#")), base, mine, theirs };
}

/** Joins neighbouring texts. Every part ends its line if something follows. */
function joinText(pieces: Pieces, lineBreak: string): Pieces {
  const ended = (text: string, isLast: boolean): string =>
    isLast || text.endsWith("\n") ? text : text + lineBreak;
  const joined: Pieces = [];
  for (const [at, one] of pieces.entries()) {
    const isLast = at === pieces.length - 1;
    if (typeof one !== "string") {
      const end = (text: string | undefined): string | undefined =>
        text === undefined ? undefined : ended(text, isLast);
      joined.push({ ...one, base: end(one.base), mine: end(one.mine), theirs: end(one.theirs) });
      continue;
    }
    const before = joined.at(-1);
    const text = ended(one, isLast);
    if (typeof before === "string") joined[joined.length - 1] = before + text;
    else joined.push(text);
  }
  return joined;
}
