/**
 * Reads a definition piece by piece: each task of its `do` is parsed on its own, and taken from the tree before where
 * its text has not changed. So one letter costs the parsing of one task, however many there are. What cannot be cut
 * cleanly (anchors, aliases, most errors, flow style) is read as a whole: the tree is the same either way.
 */
import { readWhole } from "./tree-build";
import type {
  CollectionNode,
  Entry,
  MapNode,
  ScalarNode,
  SeqNode,
  SyntaxNode,
  SyntaxProblem,
  Tree,
} from "./tree";

/** One task of the list: its text, where that starts, and its entry with places in the whole text. */
interface Piece {
  readonly text: string;
  readonly at: number;
  readonly entry: Entry;
  readonly problems: readonly SyntaxProblem[];
}

/** What a tree was made of. `frame` is the rest of the text, with one small item in place of the list. */
interface Pieces {
  readonly frame: Tree;
  readonly inOrder: readonly Piece[];
  readonly byText: ReadonlyMap<string, Piece>;
}

/** INVARIANT: trees never change, so what one was made of is remembered with it. */
const remembered = new WeakMap<Tree, Pieces>();

/** Reads a text. Never fails. `before` is a tree of about the same text: what is equal is taken from there. */
export function readTree(text: string, before?: Tree): Tree {
  return before?.text === text ? before : (readPieces(text, before) ?? readWhole(text));
}

/** The tree, if the text can be cut. */
function readPieces(text: string, before: Tree | undefined): Tree | undefined {
  const cut = cutOf(text);
  const known = before === undefined ? undefined : remembered.get(before);
  const frame = cut === undefined ? undefined : frameOf(text, cut, known);
  if (cut === undefined || frame === undefined) return undefined;
  const pieces: Piece[] = [];
  for (const [index, from] of cut.starts.entries()) {
    const piece = pieceOf(text.slice(from, cut.starts[index + 1] ?? cut.to), from, index, known);
    if (piece === undefined) return undefined;
    pieces.push(piece);
  }
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const entries = pieces.map(({ entry }) => entry);
  const { from } = first.entry;
  const list: SeqNode = {
    kind: "seq",
    isFlow: false,
    from,
    start: from,
    to: last.entry.to,
    anchor: undefined,
    entries,
  };
  const root = joined(frame.root, list, cut);
  if (root === undefined) return undefined;
  const tree: Tree = { text, root, problems: pieces.flatMap(({ problems }) => problems) };
  const byText = new Map(pieces.map((piece) => [piece.text, piece]));
  remembered.set(tree, { frame, inOrder: pieces, byText });
  return tree;
}

/** Where the list of tasks is: its lines, and the start of each item. What is before an item's dash belongs to it. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly indent: string;
  readonly starts: readonly number[];
}

/** The least tasks that are worth the cutting. */
const FEWEST = 2;

function cutOf(text: string): Cut | undefined {
  const head = /^do:[ ]*(?:#[^\n]*)?\r?\n/m.exec(text);
  if (head === null || /^%/m.test(text)) return undefined;
  const from = head.index + head[0].length;
  const starts: number[] = [];
  let indent: string | undefined;
  let at = from;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const next = end < 0 ? text.length : end + 1;
    const [, spaces = "", mark] = /^( *)(-(?=[ \r\n]|$)|[^ \r\n#])?/.exec(text.slice(at, next)) ?? [];
    if (mark !== undefined) {
      indent ??= mark === "-" ? spaces : undefined;
      if (indent === undefined) return undefined;
      const isItem =
        spaces === indent && mark === "-" && /^[ \r\n]?$/.test(text[at + spaces.length + 1] ?? "");
      if (isItem) starts.push(starts.length === 0 ? from : at);
      else if (spaces === "") break;
      else if (spaces.length <= indent.length) return undefined;
    }
    at = next;
  }
  return indent === undefined || starts.length < FEWEST ? undefined : { from, to: at, indent, starts };
}

/** The tree of the text around the list. */
function frameOf(text: string, cut: Cut, known: Pieces | undefined): Tree | undefined {
  const framed = `${text.slice(0, cut.from)}${placeholder(cut)}${text.slice(cut.to)}`;
  if (known?.frame.text === framed) return known.frame;
  const frame = readWhole(framed);
  return frame.problems.length > 0 || hasReferences(frame.root) ? undefined : frame;
}

const placeholder = ({ indent }: Cut): string => `${indent}- 0\n`;

/** One item: as it was where its text is the same, moved where only its place changed, or parsed. */
function pieceOf(text: string, at: number, index: number, known: Pieces | undefined): Piece | undefined {
  const same = known?.inOrder[index];
  const found = same?.text === text ? same : known?.byText.get(text);
  if (found !== undefined) {
    return found.at === at ? found : placed(text, at, found, at - found.at);
  }
  const { root, problems } = readWhole(text);
  const [entry, ...more] = root?.kind === "seq" && !root.isFlow ? root.entries : [];
  if (entry === undefined || more.length > 0 || hasReferences(root) || !problems.every(isLocal))
    return undefined;
  return placed(text, at, { entry, problems }, at);
}

/**
 * Problems that end with their task, as a key whose `:` is not typed yet. Others may reach further, as a quote that is
 * not closed.
 */
const isLocal = ({ message }: SyntaxProblem): boolean =>
  /^(?:Implicit map keys need to be followed by map values|Nested mappings are not allowed)/.test(message);

function placed(
  text: string,
  at: number,
  { entry, problems }: Pick<Piece, "entry" | "problems">,
  by: number,
): Piece {
  const there = problems.map((one) => ({ ...one, from: one.from + by, to: one.to + by }));
  return { text, at, entry: movedEntry(entry, by), problems: there };
}

/** The mapping of the frame with the list in its place. */
function joined(frame: SyntaxNode | undefined, list: SeqNode, cut: Cut): MapNode | undefined {
  if (frame?.kind !== "map" || frame.isFlow) return undefined;
  const by = cut.to - cut.from - placeholder(cut).length;
  const start = cut.from + cut.indent.length;
  const holder = frame.entries.find(({ value }) => value?.kind === "seq" && value.from === start);
  if (holder?.name !== "do") return undefined;
  const entries = frame.entries.map((entry) => {
    if (entry === holder) return { ...entry, value: list, to: list.to };
    return entry.from < start ? entry : movedEntry(entry, by);
  });
  return { ...frame, entries, to: Math.max(...entries.map(({ to }) => to)) };
}

/** Anchors and aliases reach from one piece into another. */
function hasReferences(node: SyntaxNode | undefined): boolean {
  if (node === undefined) return false;
  if (node.kind === "alias" || node.anchor !== undefined) return true;
  return (
    node.kind !== "scalar" &&
    node.entries.some(({ key, value }) => hasReferences(key) || hasReferences(value))
  );
}

function moved<Node extends SyntaxNode>(node: Node, by: number): Node {
  const place = { from: node.from + by, to: node.to + by, start: node.start + by };
  return isCollection(node)
    ? { ...node, ...place, entries: node.entries.map((entry) => movedEntry(entry, by)) }
    : { ...node, ...place };
}

const isCollection = (node: SyntaxNode): node is CollectionNode => node.kind === "map" || node.kind === "seq";

function movedEntry({ key, name, value, after, from, to }: Entry, by: number): Entry {
  const movedKey: ScalarNode | undefined = key === undefined ? undefined : moved(key, by);
  const movedValue = value === undefined ? undefined : moved(value, by);
  return { key: movedKey, name, value: movedValue, after: after + by, from: from + by, to: to + by };
}
