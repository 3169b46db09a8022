/**
 * Takes an entry of a list out of the text as it is written, and writes it at another place: with other indentation,
 * or inside a flow list. Comments, quotes and layout go along.
 */
import type { CollectionNode, Entry, SyntaxNode, Tree } from "./tree";
import { commentsOf, extentOf } from "./extent";
import { isPlain, doubleQuoted, renderFlow, styleOf } from "./render";
import { lineBreakOf, linesOf } from "./text";

/** An entry as it is written. */
export interface Carried {
  /** Its lines with their indentation, without the last line break; or its text in a flow list. */
  readonly text: string;
  readonly column: number;
  readonly isFlow: boolean;
  /** The same on one line (comments on lines of their own), for a flow list. */
  readonly inFlow: string;
}

/** Takes an entry as it is written. */
export function carry(tree: Tree, parent: CollectionNode, index: number): Carried | undefined {
  const extent = extentOf(tree.text, parent, index);
  const entry = parent.entries[index];
  if (extent === undefined || entry === undefined) return undefined;
  const slice = tree.text.slice(extent.from, extent.to);
  if (parent.isFlow) return { text: slice, column: extent.column, isFlow: true, inFlow: slice };
  const text = (extent.hasLines ? "" : " ".repeat(extent.column)) + slice.replace(/\r?\n$/, "");
  const comments = commentsOf(tree.text).filter(({ from, to }) => from >= extent.from && to <= extent.to);
  const lines = comments.map((comment) => comment.text + lineBreakOf(tree.text));
  return { text, column: extent.column, isFlow: false, inFlow: lines.join("") + flowText(tree, entry) };
}

/** The lines of a carried entry of a list, the first one without indentation, for a block list at `column`. */
export function atColumn(carried: Carried, column: number): string {
  if (carried.isFlow) return `- ${deepen(carried.text, column + 2)}`;
  return reindent(carried.text, column - carried.column).trimStart();
}

/** Moves all lines by some columns. Lines that are not indented far enough move as far as they can. */
export function reindent(text: string, by: number): string {
  if (by === 0) return text;
  const shift = (line: string): string => {
    if (line.replace(/\r?\n$/, "") === "") return line;
    if (by > 0) return " ".repeat(by) + line;
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    return line.slice(Math.min(indent, -by));
  };
  return linesOf(text).map(shift).join("");
}

/** Indents the lines after the first at least to `column`. */
export function deepen(text: string, column: number): string {
  const [first = "", ...rest] = linesOf(text);
  const indents = rest.filter((line) => line.trim() !== "").map((line) => line.search(/[^ ]/));
  const lacks = column - Math.min(...indents, column);
  return first + rest.map((line) => (line.trim() === "" ? line : " ".repeat(lacks) + line)).join("");
}

/** An entry of a list on one line. */
function flowText(tree: Tree, entry: Entry): string {
  const { isJson } = styleOf(tree);
  const write = (node: SyntaxNode | undefined): string => {
    if (node === undefined) return "null";
    const before = tree.text.slice(node.start, node.from);
    const properties = before.trim() === "" ? "" : `${before.trim().replace(/\s+/g, " ")} `;
    return properties + writeBare(node);
  };
  const writeBare = (node: SyntaxNode): string => {
    const source = tree.text.slice(node.from, node.to);
    switch (node.kind) {
      case "alias":
        // A `,` or `:` right behind an alias would be a part of its name.
        return `${source} `;
      case "scalar":
        if (node.from === node.to) return "null";
        if (isJson && node.style !== "double") return renderFlow(node.value as string, true);
        if (node.style === "single" || node.style === "double") return source;
        if (typeof node.value !== "string") return source;
        return isPlain(node.value, true) ? node.value : doubleQuoted(node.value);
      case "seq":
        if (node.isFlow) return source;
        return `[${node.entries.map((item) => write(item.value)).join(", ")}]`;
      case "map":
        if (node.isFlow && !node.isBare) return source;
        return `{ ${node.entries.map((pair) => `${write(pair.key)}: ${write(pair.value)}`).join(", ")} }`;
    }
  };
  return write(entry.value);
}
