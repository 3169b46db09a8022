/** What of a value is shown: marks of the server in the place of values, long texts, large lists. Pure. */

/** The most characters of a text that are shown at first. */
export const TEXT_SHOWN = 300;
/** The most members or items that are shown at first, and with each further step. */
export const ITEMS_SHOWN = 50;

/** What a value is to the reader. */
export type Shown =
  | { kind: "masked"; labels: readonly string[] }
  | { kind: "cut"; size: number | undefined }
  | { kind: "text"; text: string; isLong: boolean }
  | { kind: "plain"; text: string }
  | { kind: "list"; entries: readonly (readonly [string, unknown])[] }
  | { kind: "object"; entries: readonly (readonly [string, unknown])[] };

/** Reads a value. `{"$masked": [labels]}` and `{"$cut": bytes}` alone in an object are marks of the server. */
export function shownOf(value: unknown): Shown {
  if (typeof value === "string") {
    return { kind: "text", text: value, isLong: value.length > TEXT_SHOWN };
  }
  if (Array.isArray(value)) {
    return { kind: "list", entries: value.map((item, index) => [String(index), item] as const) };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value);
    return markOf(entries) ?? { kind: "object", entries };
  }
  return { kind: "plain", text: String(value) };
}

/** A value in one line of at most `most` characters, for a row or a hint. Hidden values are told by `hidden`. */
export function summary(value: unknown, most: number, hidden: string): string {
  const parts: string[] = [];
  let left = most;
  const write = (text: string) => {
    parts.push(text.slice(0, Math.max(0, left)));
    left -= text.length;
  };
  const walk = (one: unknown) => {
    if (left < 0) {
      return;
    }
    const shown = shownOf(one);
    if (shown.kind === "masked" || shown.kind === "cut") {
      write(hidden);
    } else if (shown.kind === "text") {
      write(JSON.stringify(shown.text.slice(0, Math.max(0, left) + 1)));
    } else if (shown.kind === "plain") {
      write(shown.text);
    } else {
      const [open, close] = shown.kind === "list" ? ["[", "]"] : ["{", "}"];
      write(open);
      for (const [index, [name, item]] of shown.entries.entries()) {
        if (left < 0) {
          break;
        }
        write(`${index === 0 ? "" : ", "}${shown.kind === "list" ? "" : `${name}: `}`);
        walk(item);
      }
      write(close);
    }
  };
  walk(value);
  return left < 0 ? `${parts.join("").slice(0, most - 1)}…` : parts.join("");
}

function markOf(entries: readonly (readonly [string, unknown])[]): Shown | undefined {
  const [first] = entries;
  if (first === undefined || entries.length !== 1) {
    return undefined;
  }
  const [name, value] = first;
  if (name === "$masked" && Array.isArray(value)) {
    return { kind: "masked", labels: value.map(String) };
  }
  if (name === "$cut") {
    return { kind: "cut", size: typeof value === "number" ? value : undefined };
  }
  return undefined;
}
