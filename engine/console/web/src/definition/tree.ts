/**
 * The syntax tree of a definition: every value with its place in the text, from the `yaml` package's document and its
 * source tokens. The tree is read only; edits are made to the text. Broken text gives what can be read, and problems.
 */
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { CST, Document, Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import type { Range } from "./text";

/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "literal" | "folded";

/** What all values have. `from..to` is the value without anchor and tag, comments and the last line break. */
interface Placed extends Range {
  /** Where its anchor or tag starts, or the same as `from`. */
  readonly start: number;
  /** The name of its anchor. */
  readonly anchor: string | undefined;
}

/** A text, a number, a boolean or nothing. Nothing may have an empty range. */
export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | bigint | boolean | null;
  readonly style: ScalarStyle;
}

/** A repetition of an anchored value. */
export interface AliasNode extends Placed {
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
export interface MapNode extends Placed {
  readonly kind: "map";
  readonly isFlow: boolean;
  /** `[a: 1]`: a mapping without braces. */
  readonly isBare: boolean;
  readonly entries: readonly Entry[];
}

/** A list. */
export interface SeqNode extends Placed {
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

/** Reads a text. Never fails. */
export function readTree(text: string): Tree {
  const document = parseDocument(text, { keepSourceTokens: true, logLevel: "silent", stringKeys: false });
  const problems: SyntaxProblem[] = document.errors.map((error) => ({
    code: error.code,
    message: error.message.split("\n")[0] ?? error.code,
    from: error.pos[0],
    to: error.pos[1],
  }));
  const builder = new Builder(text, document);
  const root = builder.root();
  return { text, root, problems: [...problems, ...builder.problems] };
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

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  QUOTE_SINGLE: "single",
  QUOTE_DOUBLE: "double",
  BLOCK_LITERAL: "literal",
  BLOCK_FOLDED: "folded",
};

type Tokens = readonly CST.SourceToken[];

/** Makes the tree from the document. */
class Builder {
  private readonly text: string;
  private readonly document: Document.Parsed;
  private readonly anchored = new Map<string, SyntaxNode>();
  readonly problems: SyntaxProblem[] = [];

  constructor(text: string, document: Document.Parsed) {
    this.text = text;
    this.document = document;
  }

  root(): SyntaxNode | undefined {
    return this.node(this.document.contents, []);
  }

  /** `before` are the tokens between the key or dash and the value, where anchors and tags are. */
  private node(node: Node | null | undefined, before: Tokens): SyntaxNode | undefined {
    if (node === null || node === undefined) return undefined;
    const [from = 0, end = 0] = node.range ?? [];
    const property = before.find((token) => token.type === "anchor" || token.type === "tag");
    const start = property !== undefined && property.offset < from ? property.offset : from;
    if (isAlias(node)) {
      const target = this.anchored.get(node.source);
      if (target === undefined) {
        const message = `Nothing has the anchor ${node.source}`;
        this.problems.push({ code: "UNKNOWN_ALIAS", message, from, to: end });
      }
      return { kind: "alias", name: node.source, target, from, to: end, start, anchor: undefined };
    }
    const anchor = "anchor" in node ? node.anchor : undefined;
    const placed = { from, to: end, start, anchor };
    const made = isMap(node)
      ? this.map(node as YAMLMap.Parsed, placed)
      : isSeq(node)
        ? this.seq(node as YAMLSeq.Parsed, placed)
        : this.scalar(node, placed);
    if (anchor !== undefined) this.anchored.set(anchor, made);
    return made;
  }

  private scalar(node: Node, placed: Placed): ScalarNode {
    const value = isScalar(node) ? node.value : null;
    const type = isScalar(node) ? node.type : undefined;
    const style = (type && STYLES[type]) ?? "plain";
    const isBlock = style === "literal" || style === "folded";
    const to = isBlock ? this.trimmed(placed.from, placed.to) : placed.to;
    const isKnown = value === null || ["string", "number", "bigint", "boolean"].includes(typeof value);
    return {
      ...placed,
      kind: "scalar",
      style,
      to,
      value: isKnown ? (value as ScalarNode["value"]) : String(value),
    };
  }

  /** The end of a block scalar without its last line break. */
  private trimmed(from: number, to: number): number {
    if (to <= from || this.text[to - 1] !== "\n") return to;
    return this.text[to - 2] === "\r" ? to - 2 : to - 1;
  }

  private map(node: YAMLMap.Parsed, placed: Placed): MapNode {
    const entries = node.items.map((pair) => this.pair(pair as Pair<Node, Node | null>, placed));
    const isFlow = node.flow === true;
    const isBare = isFlow && node.srcToken === undefined && this.text[placed.from] !== "{";
    const to = isFlow && !isBare ? placed.to : Math.max(placed.from, ...entries.map((entry) => entry.to));
    const from = isFlow ? placed.from : Math.min(placed.from, entries[0]?.from ?? placed.from);
    return { ...placed, kind: "map", isFlow, isBare, entries, from, start: Math.min(from, placed.start), to };
  }

  private pair(pair: Pair<Node, Node | null>, placed: Placed): Entry {
    const source = (pair as { srcToken?: CST.CollectionItem }).srcToken;
    const start = source?.start ?? [];
    const sep = source?.sep ?? [];
    const key = this.node(pair.key, start);
    const explicit = start.find((token) => token.type === "explicit-key-ind");
    const from = explicit?.offset ?? key?.start ?? placed.from;
    const value = this.node(pair.value, sep);
    const colon = sep.find((token) => token.type === "map-value-ind");
    const after = colon === undefined ? (key?.to ?? from) : colon.offset + 1;
    const to = value === undefined || isNothing(value) ? this.afterProperties(sep, after) : value.to;
    const keyed = key?.kind === "scalar" ? key : undefined;
    return { key: keyed, name: this.keyText(keyed, pair.key), value, after, from, to: Math.max(to, after) };
  }

  private keyText(key: ScalarNode | undefined, node: Node | null): string {
    if (key === undefined) return node?.range ? this.text.slice(node.range[0], node.range[1]) : "";
    return typeof key.value === "string" ? key.value : this.text.slice(key.from, key.to);
  }

  /** The end of an anchor or a tag that has no value, or `after`. */
  private afterProperties(tokens: Tokens, after: number): number {
    const properties = tokens.filter((token) => token.type === "anchor" || token.type === "tag");
    return properties.reduce((end, token) => Math.max(end, token.offset + token.source.length), after);
  }

  private seq(node: YAMLSeq.Parsed, placed: Placed): SeqNode {
    const isFlow = node.flow === true;
    const token = node.srcToken;
    const sources = token !== undefined && "items" in token ? token.items : [];
    const entries = (node.items as (Node | null)[]).map((item, index) =>
      this.item(item, sources[index]?.start ?? [], placed, isFlow),
    );
    const to = isFlow ? placed.to : Math.max(placed.from, ...entries.map((entry) => entry.to));
    return { ...placed, kind: "seq", isFlow, entries, to };
  }

  private item(item: Node | null, start: Tokens, placed: Placed, isFlow: boolean): Entry {
    const dash = start.find((token) => token.type === "seq-item-ind");
    const behind = dash === undefined ? start : start.filter((token) => token.offset > dash.offset);
    const value = this.node(item, behind);
    const after = dash === undefined ? (value?.start ?? placed.from) : dash.offset + 1;
    const from = isFlow ? (value?.start ?? placed.from) : (dash?.offset ?? value?.start ?? placed.from);
    const to = value === undefined || isNothing(value) ? this.afterProperties(behind, after) : value.to;
    return { key: undefined, name: "", value, after, from, to: Math.max(to, from) };
  }
}
