/** The query part of addresses: plain names and texts, so that people can read, write and share them. Pure. */

/** What an address asks for, by name; absent is left out. */
export interface Search {
  [name: string]: string | undefined;
}

/** Every value is a text. Of a repeated name the last one counts. */
export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Empty and absent values are left out. */
export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (value !== undefined && value !== null && value !== "") {
      parameters.set(name, typeof value === "string" ? value : JSON.stringify(value));
    }
  }
  const written = parameters.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");
  return written === "" ? "" : `?${written}`;
}
