/**
 * The syntax tree of a definition: every value with its place in the text, and ways to find one. The tree is read only;
 * edits are made to the text. `tree-build.ts` makes it, `tree-pieces.ts` only of what changed.
 */
import type { Range } from "./text";

export { readTree } from "./tree-pieces";

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** What all values have. `from..to` is the value without anchor and tag, comments and the last line break. */
export interface NodePlace extends Range {
  /** Where its anchor or tag starts, or the same as `from`. */
  readonly start: number;
  /** The name of its anchor. */
  readonly anchor: string | undefined;
}

/** A text, a number, a boolean or nothing. Nothing may have an empty range. */
export interface ScalarNode extends NodePlace {
  readonly kind: "scalar";
  readonly value: string | number | bigint | boolean | null;
  readonly style: ScalarStyle;
}

/** A repetition of an anchored value. */
export interface AliasNode extends NodePlace {
  readonly kind: "alias";
  readonly name: string;
  readonly target: SyntaxNode | undefined;
}

/** One entry of a mapping or of a list. */
export interface Entry extends Range {
  /** The key of a mapping's entry. */
  readonly key: ScalarNode | undefined;
  /** The key as a text. Of a list: "". */
  readonly name: string;
  /** The value. Nothing was written if it is absent or an empty scalar. */
  readonly value: SyntaxNode | undefined;
  /** The place after the `:` or the `-`, where a value can be written. */
  readonly after: number;
}

/** A mapping. */
export interface MapNode extends NodePlace {
  readonly kind: "map";
  readonly isFlow: boolean;
  /** `[a: 1]`: a mapping without braces. */
  readonly isBare: boolean;
  readonly entries: readonly Entry[];
}

/** A list. */
export interface SeqNode extends NodePlace {
  readonly kind: "seq";
  readonly isFlow: boolean;
  readonly entries: readonly Entry[];
}

export type SyntaxNode = ScalarNode | AliasNode | MapNode | SeqNode;
export type CollectionNode = MapNode | SeqNode;

/** What is wrong with the text as YAML. */
export interface SyntaxProblem extends Range {
  readonly code: string;
  readonly message: string;
}

/** A text and its tree. */
export interface Tree {
  readonly text: string;
  readonly root: SyntaxNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** A value as data, with aliases followed. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** The most values that are made of one node. Aliases can multiply a small text beyond all memory. */
const MOST_VALUES = 100_000;

/** The value of a node as data. What is beyond the limit is null. */
export function dataOf(node: SyntaxNode | undefined): Data {
  let left = MOST_VALUES;
  const data = (at: SyntaxNode | undefined, depth: number): Data => {
    left -= 1;
    if (at === undefined || depth > 128 || left < 0) return null;
    switch (at.kind) {
      case "scalar":
        return typeof at.value === "bigint" ? Number(at.value) : at.value;
      case "alias":
        return data(at.target, depth + 1);
      case "seq":
        return at.entries.map((entry) => data(entry.value, depth + 1));
      case "map":
        return Object.fromEntries(at.entries.map((entry) => [entry.name, data(entry.value, depth + 1)]));
    }
  };
  return data(node, 0);
}

/** The node itself, or what an alias repeats. */
export function followed(node: SyntaxNode | undefined): SyntaxNode | undefined {
  let at = node;
  for (let steps = 0; at?.kind === "alias" && steps < 32; steps += 1) at = at.target;
  return at?.kind === "alias" ? undefined : at;
}

/** The entry of a mapping with this name. */
export function entryOf(node: SyntaxNode | undefined, name: string): Entry | undefined {
  const map = followed(node);
  return map?.kind === "map" ? map.entries.find((entry) => entry.name === name) : undefined;
}

/** The value of a member, with aliases followed. */
export function member(node: SyntaxNode | undefined, ...names: string[]): SyntaxNode | undefined {
  return names.reduce<SyntaxNode | undefined>(
    (at, name) => followed(entryOf(at, name)?.value),
    followed(node),
  );
}

/** The text of a member, also if it is written as a number or a boolean. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  const value = followed(node);
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}

/** Whether nothing is written here. */
export function isNothing(node: SyntaxNode | undefined): boolean {
  return node === undefined || (node.kind === "scalar" && node.from === node.to);
}

/** The parts of a JSON pointer. */
export function pointerParts(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON pointer of these parts. */
export function pointerOf(parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The entry that a JSON pointer leads to, and the collection that has it. */
export function findEntry(tree: Tree, pointer: string): { parent: CollectionNode; entry: Entry } | undefined {
  let found: { parent: CollectionNode; entry: Entry } | undefined;
  let node = followed(tree.root);
  for (const part of pointerParts(pointer)) {
    if (node?.kind !== "map" && node?.kind !== "seq") return undefined;
    const entry = node.kind === "map" ? entryOf(node, part) : node.entries[Number(part)];
    if (entry === undefined) return undefined;
    found = { parent: node, entry };
    node = followed(entry.value);
  }
  return found;
}

/** The node at a JSON pointer. */
export function findNode(tree: Tree, pointer: string): SyntaxNode | undefined {
  return pointer === "" ? followed(tree.root) : followed(findEntry(tree, pointer)?.entry.value);
}

/** Where aliases repeat the value at a pointer: the pointers of the same value there. */
export function repeatsOf(tree: Tree, pointer: string): string[] {
  const parts = pointerParts(pointer);
  const anchored = new Map<SyntaxNode, string>();
  for (let length = 1; length <= parts.length; length += 1) {
    const value = findEntry(tree, pointerOf(parts.slice(0, length)))?.entry.value;
    if (value?.kind === "alias") return [];
    if (value?.anchor !== undefined) anchored.set(value, pointerOf(parts.slice(length)));
  }
  const found: string[] = [];
  const visit = (node: SyntaxNode | undefined, at: string): void => {
    if (node?.kind === "alias") {
      const rest = node.target && anchored.get(node.target);
      if (rest !== undefined) found.push(at + rest);
    } else if (node?.kind === "map" || node?.kind === "seq") {
      node.entries.forEach((entry, index) => {
        visit(entry.value, at + pointerOf([node.kind === "map" ? entry.name : index]));
      });
    }
  };
  if (anchored.size > 0) visit(tree.root, "");
  return found;
}
