/**
 * What this browser keeps of a draft until the server has it: the text, its history, and the revision it was made of.
 * So a reload, a crash or an ended session loses nothing, and undo goes on where it was.
 */
import {
  deserialise,
  mergeTexts,
  newHistory,
  record,
  resolveMerge,
  serialise,
  type Merge,
} from "../../definition";
import type { ServerDraft } from "../../api/editing";
import { changeOf } from "../../parts/code/change";
import { EditorStore, type Editing } from "./store";

/** Where it is kept: only for the same person and the same draft. */
export function keyOf(principal: string, namespace: string, name: string): string {
  return `towpath draft ${principal} ${namespace}/${name}`;
}

interface Kept {
  readonly version: 1;
  readonly text: string;
  readonly base: ServerDraft;
  readonly selection: string;
  readonly history: string;
}

/** What to keep, as text. */
export function written({ history, base, selection }: Editing): string {
  const kept: Kept = { version: 1, text: history.text, base, selection, history: serialise(history) };
  return JSON.stringify(kept);
}

/** Keeps it. A full store keeps the text without its history; one that refuses keeps nothing. */
export function keep(storage: Storage, key: string, editing: Editing): void {
  try {
    storage.setItem(key, written(editing));
  } catch {
    try {
      storage.setItem(key, written({ ...editing, history: newHistory(editing.history.text) }));
    } catch {
      storage.removeItem(key);
    }
  }
}

/** How what was kept goes with what the server has. */
export type Restored =
  | { kind: "as is"; store: EditorStore }
  /** Both sides changed: the merge waits for choices. */
  | { kind: "conflict"; store: EditorStore; merge: Merge };

/** The store for a draft of the server and what was kept here. */
export function restore(kept: string | null, server: ServerDraft): Restored {
  const read = readKept(kept);
  if (read === undefined) {
    return { kind: "as is", store: new EditorStore(server) };
  }
  const history = deserialise(read.history, read.text);
  const { selection, text, base } = read;
  if (text === server.text || base.text === server.text) {
    return { kind: "as is", store: new EditorStore(server, history, selection) };
  }
  if (text === base.text) {
    // Nothing was typed here that the server lacks: only somebody else went on.
    const edits = [changeOf(text, server.text)];
    const next = record(history, "merge", edits, { before: selection, after: selection });
    return { kind: "as is", store: new EditorStore(server, next, selection) };
  }
  const merge = mergeTexts(base.text, text, server.text);
  if (merge.conflicts.length > 0) {
    return { kind: "conflict", store: new EditorStore(base, history, selection), merge };
  }
  const merged = resolveMerge(merge, () => "mine");
  const edits = merged === text ? [] : [changeOf(text, merged)];
  const next = record(history, "merge", edits, { before: selection, after: selection });
  return { kind: "as is", store: new EditorStore(server, next, selection) };
}

function readKept(kept: string | null): Kept | undefined {
  try {
    const read: unknown = JSON.parse(kept ?? "null");
    if (typeof read !== "object" || read === null) {
      return undefined;
    }
    const { version, text, base, selection, history } = read as Partial<Kept>;
    const isWhole =
      version === 1 &&
      typeof text === "string" &&
      typeof selection === "string" &&
      typeof history === "string" &&
      typeof base?.text === "string";
    return isWhole ? (read as Kept) : undefined;
  } catch {
    return undefined;
  }
}
