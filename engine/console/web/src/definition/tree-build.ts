/**
 * Makes the syntax tree from the `yaml` package's document and its source tokens. Broken text gives what can be read, and
 * problems.
 */
import { isAlias, isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { CST, Document, Node, Pair, YAMLMap, YAMLSeq } from "yaml";
import { isNothing } from "./tree";
import type {
  Entry,
  MapNode,
  NodePlace,
  ScalarNode,
  ScalarStyle,
  SeqNode,
  SyntaxNode,
  SyntaxProblem,
  Tree,
} from "./tree";

/** Reads a text as a whole. Never fails. */
export function readWhole(text: string): Tree {
  const document = parseDocument(text, {
    keepSourceTokens: true,
    logLevel: "silent",
    prettyErrors: false,
    stringKeys: false,
  });
  const problems: SyntaxProblem[] = document.errors.map((error) => ({
    code: error.code,
    message: error.message,
    from: error.pos[0],
    to: error.pos[1],
  }));
  const builder = new Builder(text, document);
  const root = builder.root();
  return { text, root, problems: [...problems, ...builder.problems] };
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

  private scalar(node: Node, placed: NodePlace): ScalarNode {
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

  private map(node: YAMLMap.Parsed, placed: NodePlace): MapNode {
    const entries = node.items.map((pair) => this.pair(pair as Pair<Node, Node | null>, placed));
    const isFlow = node.flow === true;
    const isBare = isFlow && node.srcToken === undefined && this.text[placed.from] !== "{";
    const to = isFlow && !isBare ? placed.to : Math.max(placed.from, ...entries.map((entry) => entry.to));
    const from = isFlow ? placed.from : Math.min(placed.from, entries[0]?.from ?? placed.from);
    return { ...placed, kind: "map", isFlow, isBare, entries, from, start: Math.min(from, placed.start), to };
  }

  private pair(pair: Pair<Node, Node | null>, placed: NodePlace): Entry {
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

  private seq(node: YAMLSeq.Parsed, placed: NodePlace): SeqNode {
    const isFlow = node.flow === true;
    const token = node.srcToken;
    const sources = token !== undefined && "items" in token ? token.items : [];
    const entries = (node.items as (Node | null)[]).map((item, index) =>
      this.item(item, sources[index]?.start ?? [], placed, isFlow),
    );
    const to = isFlow ? placed.to : Math.max(placed.from, ...entries.map((entry) => entry.to));
    return { ...placed, kind: "seq", isFlow, entries, to };
  }

  private item(item: Node | null, start: Tokens, placed: NodePlace, isFlow: boolean): Entry {
    const dash = start.find((token) => token.type === "seq-item-ind");
    const behind = dash === undefined ? start : start.filter((token) => token.offset > dash.offset);
    const value = this.node(item, behind);
    const after = dash === undefined ? (value?.start ?? placed.from) : dash.offset + 1;
    const from = isFlow ? (value?.start ?? placed.from) : (dash?.offset ?? value?.start ?? placed.from);
    const to = value === undefined || isNothing(value) ? this.afterProperties(behind, after) : value.to;
    return { key: undefined, name: "", value, after, from, to: Math.max(to, from) };
  }
}
