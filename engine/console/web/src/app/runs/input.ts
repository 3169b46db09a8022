/** The input of a run, from what was recorded at its start. Pure. */
import type { JournalRecord } from "@towpath/client";

/** The input; `undefined` where the records do not have it. */
export function inputOf(records: readonly JournalRecord[]): { value: unknown } | undefined {
  const [first] = records;
  const start = at(first?.record, "started", "step", "event", "start");
  return isMembers(start) && "input" in start ? { value: start["input"] } : undefined;
}

/** Whether some value in it is hidden from the reader. */
export function isHidden(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(isHidden);
  }
  if (!isMembers(value)) {
    return false;
  }
  const names = Object.keys(value);
  return (
    (names.length === 1 && ["$masked", "$cut"].includes(names[0] ?? "")) ||
    Object.values(value).some(isHidden)
  );
}

function at(value: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>((of, name) => (isMembers(of) ? of[name] : undefined), value);
}

function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
