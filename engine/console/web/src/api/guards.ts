/** What is known of a value whose type is not: told by looking at it, not by believing it. Pure. */

/** Whether it has members. A list has none. */
export function isMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether it is a list, of whatever. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The one of these words that it is; `undefined` where it is none. */
export function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}
