/** The input of a run, from what was recorded at its start. Pure. */
import type { JournalRecord } from "@towpath/client";

import { isList, isMembers } from "./guards";

/** The input; `undefined` where the records do not have it. */
export function inputOf(records: readonly JournalRecord[]): { value: unknown } | undefined {
  const [first] = records;
  const start = at(first?.record, "started", "step", "event", "start");
  return isMembers(start) && "input" in start ? { value: start["input"] } : undefined;
}

/** What the server puts in the place of a hidden value. */
function isMark(value: unknown): boolean {
  const names = isMembers(value) ? Object.keys(value) : [];
  return names.length === 1 && ["$masked", "$cut"].includes(names[0] ?? "");
}

function at(value: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>((of, name) => (isMembers(of) ? of[name] : undefined), value);
}

/** A value without what is hidden from the reader, and the JSON pointers of those places. */
export function withoutHidden(value: unknown, pointer = ""): { value: unknown; hidden: string[] } {
  if (isMark(value)) {
    return { value: undefined, hidden: [pointer] };
  }
  const entries = isList(value)
    ? value.map((item, index) => [String(index), item] as const)
    : isMembers(value)
      ? Object.entries(value)
      : undefined;
  if (entries === undefined) {
    return { value, hidden: [] };
  }
  const parts = entries.map(
    ([name, one]) => [name, withoutHidden(one, `${pointer}/${escaped(name)}`)] as const,
  );
  const hidden = parts.flatMap(([, part]) => part.hidden);
  if (isList(value)) {
    // An item keeps its place: what is hidden is nothing for now.
    return { value: parts.map(([, part]) => part.value ?? null), hidden };
  }
  const left = parts.filter(([, part]) => part.value !== undefined).map(([name, part]) => [name, part.value]);
  return { value: Object.fromEntries(left), hidden };
}

/** The value at a JSON pointer. */
export function valueAt(value: unknown, pointer: string): unknown {
  const names = pointer.split("/").slice(1);
  return names.reduce<unknown>((of, name) => {
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    return isList(of) ? of[Number(key)] : isMembers(of) ? of[key] : undefined;
  }, value);
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
