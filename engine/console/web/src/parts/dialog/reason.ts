/** A reason as somebody typed it. Pure. */

/** Without spaces around it; `undefined` where it is needed and missing. */
export function reasonOf(text: string, isNeeded: boolean): string | undefined {
  const reason = text.trim();
  return reason === "" && isNeeded ? undefined : reason;
}
