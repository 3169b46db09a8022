/** What somebody typed and has not saved: kept in this browser, so that a reload or an ended session loses nothing. */

/** A text, and the revision that it was made from; none for a new policy. */
export interface Kept {
  text: string;
  revision: number | undefined;
}

const PREFIX = "towpath.policy.";
/** The name under which a policy without a name is kept. */
export const FRESH = "";

/** What is kept of a policy. */
export function kept(name: string): Kept | undefined {
  try {
    const text = localStorage.getItem(PREFIX + name);
    const value: unknown = text === null ? undefined : JSON.parse(text);
    return isKept(value) ? { text: value.text, revision: value.revision } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it; `undefined` forgets it. Without a store, for instance in a private window, typing goes on. */
export function keep(name: string, value: Kept | undefined): void {
  try {
    if (value === undefined) {
      localStorage.removeItem(PREFIX + name);
    } else {
      localStorage.setItem(PREFIX + name, JSON.stringify(value));
    }
  } catch {
    // The text is still in the page.
  }
}

function isKept(value: unknown): value is Kept {
  const { text, revision } = (value ?? {}) as Record<string, unknown>;
  return typeof text === "string" && (revision === undefined || typeof revision === "number");
}
