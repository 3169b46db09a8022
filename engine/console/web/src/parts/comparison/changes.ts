/** The differences of two definitions as a reader takes them in: one entry a step, and a mark for it in both diagrams. Pure. */
import {
  allTasks,
  type Definition,
  type DefinitionChange,
  type FieldChange,
  type Task,
} from "../../definition";
import { comparison } from "../../words/comparison";
import type { TaskMark } from "../diagram/Diagram";

/** What became of a step, or of what stands above the steps; the gravest first. */
export const KINDS = ["removed", "added", "changed", "moved", "renamed", "header"] as const;
export type Kind = (typeof KINDS)[number];

/** One step that differs. */
export interface StepChange {
  readonly id: string;
  /** At least one; a step can be moved and changed. */
  readonly kinds: readonly Kind[];
  readonly from: Task | undefined;
  readonly to: Task | undefined;
  readonly fields: readonly FieldChange[];
}

/** One entry a step, in the order of the differences. */
export function stepChanges(changes: readonly DefinitionChange[]): StepChange[] {
  const found = new Map<string, StepChange>();
  for (const change of changes) {
    const from = "from" in change ? change.from : undefined;
    const to = "to" in change ? change.to : undefined;
    const id = to === undefined ? (from === undefined ? "" : `gone ${from.reference}`) : to.reference;
    const known = found.get(id);
    const kinds = [...(known?.kinds ?? []), change.change];
    const fields = [...(known?.fields ?? []), ...("fields" in change ? change.fields : [])];
    found.set(id, { id, kinds: KINDS.filter((kind) => kinds.includes(kind)), from, to, fields });
  }
  return [...found.values()];
}

/** How many steps each kind has; what has none is left out. */
export function counted(changes: readonly StepChange[]): readonly (readonly [Kind, number])[] {
  return KINDS.map((kind) => [kind, changes.filter((one) => one.kinds[0] === kind).length] as const).filter(
    ([, count]) => count > 0,
  );
}

/** Marks by the references of both sides. Steps inside of a new or gone one are new or gone with it. */
export function marksOf(changes: readonly StepChange[], before: Definition, after: Definition) {
  const marks = { before: new Map<string, TaskMark>(), after: new Map<string, TaskMark>() };
  for (const { kinds, from, to } of changes) {
    const [state] = kinds;
    if (state === undefined) {
      continue;
    }
    const text = kinds.map((kind) => signed(kind)).join(", ");
    if (from !== undefined) {
      marks.before.set(from.reference, { state, text });
    }
    if (to !== undefined) {
      marks.after.set(to.reference, { state, text });
    }
  }
  markInside(marks.before, before, "removed");
  markInside(marks.after, after, "added");
  return marks;
}

function markInside(marks: Map<string, TaskMark>, definition: Definition, kind: "removed" | "added"): void {
  const around = [...marks].filter(([, { state }]) => state === kind).map(([reference]) => `${reference}/`);
  for (const { reference } of allTasks(definition)) {
    if (!marks.has(reference) && around.some((prefix) => reference.startsWith(prefix))) {
      marks.set(reference, { state: kind, text: signed(kind) });
    }
  }
}

/** `+ New`: the sign says the same as the colour. */
export function signed(kind: Kind): string {
  return `${comparison.signs[kind]} ${comparison.short[kind]}`;
}

/** The entry of a step of one side. */
export function changeAt(
  changes: readonly StepChange[],
  side: "from" | "to",
  reference: string,
): StepChange | undefined {
  return (
    changes.find((one) => one[side]?.reference === reference) ??
    changes.find((one) => one[side] !== undefined && reference.startsWith(`${one[side].reference}/`))
  );
}
