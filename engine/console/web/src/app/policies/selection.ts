/** Which of the saved changes are put in force, and with which texts their impact is computed. Pure. */
import type { SetChange } from "../../parts/policy/changes";
import { setMember } from "./apply";

/** The chosen names; `left` are those that the address leaves out. */
export function chosenOf(changes: readonly SetChange[], left: string): string[] {
  const out = new Set(left.split(",").filter((name) => name !== ""));
  return changes.filter((one) => !out.has(one.name)).map((one) => one.name);
}

/** `left` with `name` in it, or without. */
export function toggled(left: string, name: string, isChosen: boolean): string {
  const out = new Set(left.split(",").filter((one) => one !== ""));
  if (isChosen) {
    out.delete(name);
  } else {
    out.add(name);
  }
  return [...out].sort().join(",");
}

/**
 * The texts that the impact is computed with in the place of saved ones, so that it is that of the chosen changes: what
 * is left out stays as it is in force, and what is left out and new decides nothing.
 */
export function textsFor(changes: readonly SetChange[], chosen: readonly string[]): Record<string, string> {
  const entries = changes
    .filter((one) => !chosen.includes(one.name))
    .map((one) => [one.name, one.kind === "added" ? setMember(one.after, "mode", "off") : one.before]);
  return Object.fromEntries(entries) as Record<string, string>;
}
