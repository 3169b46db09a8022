/** What has to be saved so that the saved policies are those of an earlier set. Pure. */

/** A saved policy; its text is known where it differs from what is in force. */
export interface SavedPolicy {
  readonly name: string;
  readonly revision: number;
  readonly text: string | undefined;
}

/** The writes. */
export interface WayBack {
  /** With the revision that the text replaces; absent where no text is saved. */
  readonly write: readonly { name: string; text: string; revision: number | undefined }[];
  readonly remove: readonly { name: string; revision: number }[];
}

/** The way back to `target`; with `only`, for one policy alone. */
export function wayBack(
  target: Readonly<Record<string, string>>,
  saved: readonly SavedPolicy[],
  only = "",
): WayBack {
  const isMeant = (name: string) => only === "" || only === name;
  const known = new Map(saved.map((one) => [one.name, one]));
  const write = Object.entries(target)
    .filter(([name, text]) => isMeant(name) && known.get(name)?.text !== text)
    .map(([name, text]) => ({ name, text, revision: known.get(name)?.revision }));
  const remove = saved
    .filter(({ name }) => isMeant(name) && target[name] === undefined)
    .map(({ name, revision }) => ({ name, revision }));
  return { write, remove };
}
