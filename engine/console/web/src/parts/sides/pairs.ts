/** Lines of a difference on two sides: what was removed stands beside what was added in its place. Pure. */
import { folded, type DiffLine } from "../diff/lines";

/** One row: what stood there, and what stands there now. */
export interface Pair {
  before: DiffLine | undefined;
  after: DiffLine | undefined;
}

/** Rows, and runs of equal lines that are folded. */
export function pairsOf(lines: readonly DiffLine[]): (Pair | { folded: DiffLine[] })[] {
  const rows: (Pair | { folded: DiffLine[] })[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    const count = Math.max(removed.length, added.length);
    for (let index = 0; index < count; index += 1) {
      rows.push({ before: removed[index], after: added[index] });
    }
    removed = [];
    added = [];
  };
  for (const part of folded(lines)) {
    if ("folded" in part) {
      flush();
      rows.push(part);
    } else if (part.kind === "removed") {
      removed.push(part);
    } else if (part.kind === "added") {
      added.push(part);
    } else {
      flush();
      rows.push({ before: part, after: part });
    }
  }
  flush();
  return rows;
}
