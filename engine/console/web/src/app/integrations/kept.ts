/** Changes that are not saved yet survive a reload: they are kept in this browser, for this tab. */

/** What is kept. */
export interface Kept {
  text: string;
  /** What the text was made from. */
  base: string;
  tag: string | undefined;
}

/** What of `sessionStorage` is used. */
type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (name: string) => `towpath integration ${name}`;

/** What was kept of this integration, if it can be read. */
export function readKept(store: Store, name: string): Kept | undefined {
  try {
    const kept = JSON.parse(store.getItem(keyOf(name)) ?? "null") as Partial<Kept> | null;
    return typeof kept?.text === "string" && typeof kept.base === "string" && kept.text !== kept.base
      ? { text: kept.text, base: kept.base, tag: kept.tag }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; a text without a change is forgotten. A browser without room keeps nothing, and nothing breaks. */
export function keep(store: Store, name: string, kept: Kept): void {
  try {
    if (kept.text === kept.base) {
      store.removeItem(keyOf(name));
    } else {
      store.setItem(keyOf(name), JSON.stringify(kept));
    }
  } catch {
    // No room: the text is still on the page.
  }
}
