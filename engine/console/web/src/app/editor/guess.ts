/** Which value of a place an argument most likely takes, so that a new call is filled in as far as it is plain. Pure. */
import type { Value } from "../../definition";

/** The jq path for an argument, or nothing where more than one value or none would fit. */
export function guessValue(
  argument: string,
  type: string | undefined,
  values: readonly Value[],
): string | undefined {
  const fitting = values.filter(
    (value) =>
      value.needsExport === undefined &&
      !value.isMany &&
      ["current", "workflow", "context"].includes(value.group) &&
      value.depth > 0 &&
      (type === undefined || value.type === undefined || isSameType(type, value.type)),
  );
  const wanted = folded(argument);
  const ways: ((name: string) => boolean)[] = [
    (name) => name === wanted,
    (name) => name === `${wanted}id` || wanted === `${name}id`,
    (name) => wanted === "id" && name.endsWith("id"),
  ];
  for (const isMeant of ways) {
    const found = fitting.filter(({ name }) => isMeant(folded(name)));
    const first = found.find(({ group }) => group === "current") ?? found[0];
    const isPlain = new Set(found.map(({ name }) => name)).size === 1;
    if (first !== undefined && isPlain) {
      return first.path;
    }
  }
  return undefined;
}

function isSameType(one: string, other: string): boolean {
  const numbers = ["number", "integer"];
  return one === other || (numbers.includes(one) && numbers.includes(other));
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
