/** Which things a few typed words mean, in every list that can be searched; and what workflows are called there. Pure. */

/** Whether every word of a text is in something of what is known. Case and accents do not matter; no word fits all. */
export function fitsText(text: string, ...known: readonly (string | undefined)[]): boolean {
  const words = wordsOf(text);
  if (words.length === 0) {
    return true;
  }
  const all = folded(known.filter((part) => part !== undefined).join(" "));
  return words.every((word) => all.includes(word));
}

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  return folded(text)
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** A text without case and accents. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** A workflow with what it is called. */
export interface Titled {
  readonly namespace: string;
  readonly name: string;
  readonly title: string;
}

/** What workflows are called, by `namespace/name`. */
export function titlesOf(workflows: readonly Titled[]): ReadonlyMap<string, string> {
  return new Map(workflows.map((one) => [`${one.namespace}/${one.name}`, one.title]));
}
