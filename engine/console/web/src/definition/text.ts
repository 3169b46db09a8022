/**
 * Text edits: the only way a definition changes. An edit replaces a range of the text; a list of edits has places in
 * the same, unchanged text. Places are UTF-16 offsets, as in the text editor.
 */

/** A range of a text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Replaces `from..to` by `insert`. */
export interface Edit extends Range {
  readonly insert: string;
}

/** The text after these edits. They are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.from) + edit.insert;
    at = edit.to;
  }
  return result + text.slice(at);
}

/** The edits that undo these edits, in the text after them. */
export function invertEdits(text: string, edits: readonly Edit[]): Edit[] {
  let shift = 0;
  return edits.map((edit) => {
    const from = edit.from + shift;
    shift += edit.insert.length - (edit.to - edit.from);
    return { from, to: from + edit.insert.length, insert: text.slice(edit.from, edit.to) };
  });
}

/** Where a place is after these edits. A place inside a replaced range goes to its end. */
export function mapPlace(place: number, edits: readonly Edit[]): number {
  let shift = 0;
  for (const edit of edits) {
    if (edit.from >= place) break;
    if (edit.to > place) return edit.from + shift + edit.insert.length;
    shift += edit.insert.length - (edit.to - edit.from);
  }
  return place + shift;
}

/** The line break of this text. */
export function lineBreakOf(text: string): "\n" | "\r\n" {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

/** The start of the line that has this place. */
export function lineStart(text: string, at: number): number {
  return at <= 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** The end of the line that has this place, before its line break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  if (end < 0) return text.length;
  return end > at && text[end - 1] === "\r" ? end - 1 : end;
}

/** The start of the next line, or the end of the text. */
export function nextLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** The column of this place. */
export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Whether only spaces are before this place on its line. */
export function isFirstOnLine(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === "";
}

/** Splits a text into its lines, each with its line break. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A piece of the result: a range of the original text, or new text. */
type Piece = Range | string;

/** Collects edits made one after the other, and gives them as one list of edits of the original text. */
export class Composition {
  private readonly original: string;
  private pieces: Piece[];
  private current: string;

  constructor(original: string) {
    this.original = original;
    this.pieces = [{ from: 0, to: original.length }];
    this.current = original;
  }

  /** The text after all edits so far. */
  get text(): string {
    return this.current;
  }

  /** Applies edits that have their places in the current text. */
  apply(edits: readonly Edit[]): void {
    const pieces: Piece[] = [];
    let at = 0;
    for (const edit of edits) {
      pieces.push(...this.slice(at, edit.from));
      if (edit.insert !== "") pieces.push(edit.insert);
      at = edit.to;
    }
    pieces.push(...this.slice(at, this.current.length));
    this.pieces = pieces;
    this.current = applyEdits(this.current, edits);
  }

  /** All edits as one list, each as short as possible. */
  edits(): Edit[] {
    const edits: Edit[] = [];
    let at = 0;
    let insert = "";
    const close = (to: number): void => {
      const edit = this.shortest({ from: at, to, insert });
      if (edit.from < edit.to || edit.insert !== "") edits.push(edit);
      insert = "";
    };
    for (const piece of this.pieces) {
      if (typeof piece === "string") {
        insert += piece;
      } else if (piece.from < piece.to) {
        close(piece.from);
        at = piece.to;
      }
    }
    close(this.original.length);
    return edits;
  }

  /** The pieces of a range of the current text. */
  private slice(from: number, to: number): Piece[] {
    const found: Piece[] = [];
    let at = 0;
    for (const piece of this.pieces) {
      const length = typeof piece === "string" ? piece.length : piece.to - piece.from;
      const start = Math.max(from - at, 0);
      const end = Math.min(to - at, length);
      if (start < end) {
        found.push(
          typeof piece === "string"
            ? piece.slice(start, end)
            : { from: piece.from + start, to: piece.from + end },
        );
      }
      at += length;
    }
    return found;
  }

  /** The same edit without what its text and the replaced text have in common at both ends. */
  private shortest(edit: Edit): Edit {
    const before = this.original.slice(edit.from, edit.to);
    const most = Math.min(before.length, edit.insert.length);
    let start = 0;
    while (start < most && before[start] === edit.insert[start]) start += 1;
    let end = 0;
    while (end < most - start && before.at(-1 - end) === edit.insert.at(-1 - end)) end += 1;
    return {
      from: edit.from + start,
      to: edit.to - end,
      insert: edit.insert.slice(start, edit.insert.length - end),
    };
  }
}
