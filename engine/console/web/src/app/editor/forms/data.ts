/** Reading data that may be anything. Pure. */
import type { Data } from "../../../definition";

/** A member of data that may be anything. */
export function at(data: Data | undefined, ...path: string[]): Data | undefined {
  let current: Data | undefined = data;
  for (const name of path) {
    current =
      typeof current === "object" && current !== null && !Array.isArray(current)
        ? (current as { readonly [key: string]: Data })[name]
        : undefined;
  }
  return current;
}

/** The same as text; anything else is empty. */
export function textAt(data: Data | undefined, ...path: string[]): string {
  const found = at(data, ...path);
  return typeof found === "string" ? found : typeof found === "number" ? String(found) : "";
}
