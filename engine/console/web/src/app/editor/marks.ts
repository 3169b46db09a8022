/** What is shown at a step beside what it says itself: problems, what policies say, what it did in the last try. Pure. */
import type { EvaluatedAccess, Trace, TracedTask } from "@towpath/client";

import { standingOf, STANDINGS, type Standing } from "../../parts/operations/standing";
import { lastOfEach } from "./facts";
import type { Finding } from "./fixes";

/** The marks of one step. */
export interface Marks {
  readonly errors: number;
  readonly warnings: number;
  readonly standing: Standing | undefined;
  readonly traced: TracedTask | undefined;
}

export const NO_MARKS: Marks = { errors: 0, warnings: 0, standing: undefined, traced: undefined };

/** The marks of all steps, by reference. */
export function marksOf(
  references: readonly string[],
  findings: readonly Finding[],
  accesses: readonly EvaluatedAccess[],
  trace: Trace | undefined,
): ReadonlyMap<string, Marks> {
  const marks = new Map<string, { -readonly [K in keyof Marks]: Marks[K] }>();
  const at = (reference: string) => {
    const known = marks.get(reference) ?? { ...NO_MARKS };
    marks.set(reference, known);
    return known;
  };
  const all = new Set(references);
  for (const { diagnostic } of findings) {
    const reference = innermost(all, diagnostic.pointer ?? "");
    if (reference !== undefined && diagnostic.severity !== "hint") {
      at(reference)[diagnostic.severity === "error" ? "errors" : "warnings"] += 1;
    }
  }
  for (const access of accesses) {
    if (all.has(access.task)) {
      const known = at(access.task);
      known.standing = worse(known.standing, standingOf(access).standing);
    }
  }
  for (const [reference, traced] of lastOfEach(trace?.tasks ?? [])) {
    if (all.has(reference)) {
      at(reference).traced = traced;
    }
  }
  return marks;
}

/** The graver of two. */
function worse(one: Standing | undefined, other: Standing): Standing {
  return one === undefined || STANDINGS.indexOf(other) < STANDINGS.indexOf(one) ? other : one;
}

/** The step whose text has this place. */
export function innermost(references: ReadonlySet<string>, pointer: string): string | undefined {
  let current = pointer;
  while (current !== "") {
    if (references.has(current)) {
      return current;
    }
    current = current.slice(0, Math.max(0, current.lastIndexOf("/")));
  }
  return undefined;
}
