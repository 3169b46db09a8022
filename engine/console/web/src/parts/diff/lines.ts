/** What differs between two texts, line by line: Myers' algorithm. Pure. */

/** One line of a difference; line numbers count from 1. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before?: number;
  after?: number;
}

/** More differences than this are not looked for: the time grows with their square. */
const MOST = 1000;

/** All lines of both texts; `undefined` where they differ in too many. */
export function diffLines(before: string, after: string): DiffLine[] | undefined {
  const old = linesOf(before);
  const fresh = linesOf(after);
  const start = commonStart(old, fresh);
  const end = commonEnd(old, fresh, start);
  const middle = shortest(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  if (middle === undefined) {
    return undefined;
  }
  const moves = [...repeat("same", start), ...middle, ...repeat("same", end)] as DiffLine["kind"][];
  return numbered(moves, old, fresh);
}

/** Runs of equal lines longer than twice `around` are folded: `undefined` stands for them, with how many they are. */
export function folded(lines: readonly DiffLine[], around = 3): (DiffLine | { folded: DiffLine[] })[] {
  const keep = lines.map(() => false);
  lines.forEach((line, index) => {
    if (line.kind !== "same") {
      keep.fill(true, Math.max(0, index - around), Math.min(lines.length, index + around + 1));
    }
  });
  const result: (DiffLine | { folded: DiffLine[] })[] = [];
  lines.forEach((line, index) => {
    const last = result.at(-1);
    if (keep[index] === true) {
      result.push(line);
    } else if (last !== undefined && "folded" in last) {
      last.folded.push(line);
    } else {
      result.push({ folded: [line] });
    }
  });
  return result;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n/);
  if (lines.at(-1) === "") {
    lines.pop();
  }
  return lines;
}

function commonStart(one: readonly string[], other: readonly string[]): number {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) {
    count += 1;
  }
  return count;
}

function commonEnd(one: readonly string[], other: readonly string[], start: number): number {
  let count = 0;
  const most = Math.min(one.length, other.length) - start;
  while (count < most && one[one.length - 1 - count] === other[other.length - 1 - count]) {
    count += 1;
  }
  return count;
}

function repeat(kind: DiffLine["kind"], count: number): DiffLine["kind"][] {
  return Array.from({ length: count }, () => kind);
}

/** The shortest way from one list to the other. */
function shortest(old: readonly string[], fresh: readonly string[]): DiffLine["kind"][] | undefined {
  const most = Math.min(MOST, old.length + fresh.length);
  const reached = new Map<number, number>([[1, 0]]);
  const trail: Map<number, number>[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trail.push(new Map(reached));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(reached, diagonal, edits) ? at(reached, diagonal + 1) : at(reached, diagonal - 1) + 1;
      while (x < old.length && x - diagonal < fresh.length && old[x] === fresh[x - diagonal]) {
        x += 1;
      }
      reached.set(diagonal, x);
      if (x >= old.length && x - diagonal >= fresh.length) {
        return walkedBack(trail, old.length, fresh.length);
      }
    }
  }
  return undefined;
}

function at(reached: ReadonlyMap<number, number>, diagonal: number): number {
  return reached.get(diagonal) ?? -1;
}

function isDown(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(reached, diagonal - 1) < at(reached, diagonal + 1));
}

function walkedBack(
  trail: readonly Map<number, number>[],
  oldLength: number,
  freshLength: number,
): DiffLine["kind"][] {
  const moves: DiffLine["kind"][] = [];
  let x = oldLength;
  let y = freshLength;
  for (let edits = trail.length - 1; edits >= 0; edits -= 1) {
    const reached = trail[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const before = isDown(reached, diagonal, edits) ? diagonal + 1 : diagonal - 1;
    const fromX = at(reached, before);
    const fromY = fromX - before;
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      moves.push("same");
      x -= 1;
      y -= 1;
    }
    if (edits > 0) {
      moves.push(x === fromX ? "added" : "removed");
      x = fromX;
      y = fromY;
    }
  }
  return moves.reverse();
}

function numbered(
  moves: readonly DiffLine["kind"][],
  old: readonly string[],
  fresh: readonly string[],
): DiffLine[] {
  let before = 0;
  let after = 0;
  return moves.map((kind) => {
    if (kind === "removed") {
      before += 1;
      return { kind, text: old[before - 1] ?? "", before };
    }
    after += 1;
    if (kind === "added") {
      return { kind, text: fresh[after - 1] ?? "", after };
    }
    before += 1;
    return { kind, text: fresh[after - 1] ?? "", before, after };
  });
}
