/** Places in the text of a policy: from a JSON pointer to the characters that it names. Pure. */
import { isCollection, isMap, isNode, parseDocument, type Node } from "yaml";

/** From one character to another. */
export interface Place {
  from: number;
  to: number;
}

/** Where `pointer` is; the nearest place that is there where the pointer leads to nothing. */
export function placeOf(text: string, pointer: string): Place {
  let node: unknown = parseDocument(text).contents;
  let found: Place = { from: 0, to: Math.min(text.length, lineEnd(text, 0)) };
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!isCollection(node)) {
      break;
    }
    const next: unknown = node.get(/^\d+$/.test(key) && !isMap(node) ? Number(key) : key, true);
    if (!isNode(next)) {
      break;
    }
    node = next;
    found = rangeOf(text, next);
  }
  return found;
}

function rangeOf(text: string, node: Node): Place {
  const [from = 0, to = 0] = node.range ?? [];
  // A whole block would underline everything: its first line says where it is.
  return { from, to: Math.max(from, Math.min(to, lineEnd(text, from))) };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
