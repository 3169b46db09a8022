/** What differs between two sets of texts by name. Pure. */

/** One policy that is new, has another text, or is gone. */
export interface SetChange {
  name: string;
  kind: "added" | "changed" | "removed";
  before: string;
  after: string;
}

/** All differences, by name. */
export function changesOf(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): SetChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name): SetChange[] => {
    const was = before[name];
    const is = after[name];
    if (was === is) {
      return [];
    }
    const kind = was === undefined ? "added" : is === undefined ? "removed" : "changed";
    return [{ name, kind, before: was ?? "", after: is ?? "" }];
  });
}
