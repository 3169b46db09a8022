/** A saved case, as pages work with it: the server promises no more of one than that it is an object. */

/** A saved case, in the form of `tests.yaml`; `$masked` where the reader may not see it. */
export interface SavedCase {
  name: string;
  [member: string]: unknown;
}

/** Cases of an answer. One without a name, which the server never saves, gets an empty one. */
export function casesIn(items: readonly Readonly<Record<string, unknown>>[]): SavedCase[] {
  return items.map((one) => ({ ...one, name: typeof one["name"] === "string" ? one["name"] : "" }));
}
