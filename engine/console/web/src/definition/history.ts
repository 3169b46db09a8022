/**
 * Undo and redo as a pure structure that can be serialised: each step is the edits and what undoes them. A history
 * belongs to one text; one that is read again for another text is empty.
 */
import { applyEdits, invertEdits } from "./text";
import type { Edit } from "./text";

/** One step. */
export interface Step {
  /** What a person did, as a key of the words: `moveTask`. */
  readonly label: string;
  readonly edits: readonly Edit[];
  readonly inverse: readonly Edit[];
  readonly selectionBefore: string;
  readonly selectionAfter: string;
}

/** A text with what led to it and what was undone. */
export interface History {
  readonly text: string;
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}

/** The most steps that are kept. */
const MOST_STEPS = 200;

/** A history without steps. */
export function newHistory(text: string): History {
  return { text, past: [], future: [] };
}

/**
 * Adds a step. Steps with the same `group` that follow each other become one: letters that are typed one by one. A
 * step after an undo forgets what was undone.
 */
export function record(
  history: History,
  label: string,
  edits: readonly Edit[],
  selection: { readonly before: string; readonly after: string },
  isSameGroup = false,
): History {
  if (edits.length === 0) return history;
  const inverse = invertEdits(history.text, edits);
  const text = applyEdits(history.text, edits);
  const last = history.past.at(-1);
  const joined = isSameGroup && history.future.length === 0 ? joinSteps(last, edits, inverse) : undefined;
  if (last !== undefined && joined !== undefined) {
    const step = { ...last, ...joined, selectionAfter: selection.after };
    return { text, past: [...history.past.slice(0, -1), step], future: [] };
  }
  const step = { label, edits, inverse, selectionBefore: selection.before, selectionAfter: selection.after };
  return { text, past: [...history.past, step].slice(-MOST_STEPS), future: [] };
}

/** Two steps of one edit each as one, if the second goes on where the first ended. */
function joinSteps(
  last: Step | undefined,
  edits: readonly Edit[],
  inverse: readonly Edit[],
): Pick<Step, "edits" | "inverse"> | undefined {
  const [one, undo] = [last?.edits[0], last?.inverse[0]];
  const [next, back] = [edits[0], inverse[0]];
  if (one === undefined || undo === undefined || next === undefined || back === undefined) return undefined;
  if (last?.edits.length !== 1 || edits.length !== 1) return undefined;
  if (next.from !== next.to || next.from !== one.from + one.insert.length) return undefined;
  return {
    edits: [{ ...one, insert: one.insert + next.insert }],
    inverse: [{ ...undo, to: undo.to + next.insert.length }],
  };
}

/** The history after the last step is undone, with its edits and selection. */
export function undo(
  history: History,
): { history: History; edits: readonly Edit[]; selection: string } | undefined {
  const step = history.past.at(-1);
  if (step === undefined) return undefined;
  const text = applyEdits(history.text, step.inverse);
  const next = { text, past: history.past.slice(0, -1), future: [step, ...history.future] };
  return { history: next, edits: step.inverse, selection: step.selectionBefore };
}

/** The history after the last undone step is done again. */
export function redo(
  history: History,
): { history: History; edits: readonly Edit[]; selection: string } | undefined {
  const [step, ...future] = history.future;
  if (step === undefined) return undefined;
  const text = applyEdits(history.text, step.edits);
  return {
    history: { text, past: [...history.past, step], future },
    edits: step.edits,
    selection: step.selectionAfter,
  };
}

/** The history as a text that can be kept, at most this long. Old steps go first. */
export function serialise(history: History, mostCharacters = 500_000): string {
  let { past, future } = history;
  for (;;) {
    const written = JSON.stringify({ version: 1, digest: digestOf(history.text), past, future });
    if (written.length <= mostCharacters || past.length + future.length === 0) return written;
    if (past.length > 0) past = past.slice(Math.ceil(past.length / 2));
    else future = future.slice(0, Math.floor(future.length / 2));
  }
}

/** Reads a kept history for this text. Without steps if it belongs to another text, or cannot be read. */
export function deserialise(written: string, text: string): History {
  try {
    const read: unknown = JSON.parse(written);
    if (!isKept(read) || read.digest !== digestOf(text)) return newHistory(text);
    return { text, past: read.past, future: read.future };
  } catch {
    return newHistory(text);
  }
}

interface Kept {
  readonly version: 1;
  readonly digest: string;
  readonly past: Step[];
  readonly future: Step[];
}

function isKept(read: unknown): read is Kept {
  if (typeof read !== "object" || read === null) return false;
  if (!("version" in read && "past" in read && "future" in read && "digest" in read)) return false;
  const isSteps = (steps: unknown): boolean => Array.isArray(steps) && steps.every(isStep);
  return read.version === 1 && isSteps(read.past) && isSteps(read.future);
}

function isStep(read: unknown): read is Step {
  if (typeof read !== "object" || read === null) return false;
  if (!("label" in read && "edits" in read && "inverse" in read)) return false;
  const isEdits = (edits: unknown): boolean =>
    Array.isArray(edits) &&
    edits.every(
      (edit: unknown) => typeof edit === "object" && edit !== null && "from" in edit && "insert" in edit,
    );
  return typeof read.label === "string" && isEdits(read.edits) && isEdits(read.inverse);
}

/** A short digest that tells texts apart (FNV-1a, 53 bits by length). It protects from mistakes, not from people. */
export function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return `${text.length}-${hash.toString(16)}`;
}
