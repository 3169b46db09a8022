/** What the catalogue of operations offers to the form of a policy. Pure. */
import type { CatalogFunction } from "@towpath/client";

type Known = Pick<CatalogFunction, "name" | "title" | "input">;

/** The systems, by name. */
export function systemsOf(all: readonly Known[]): string[] {
  return [...new Set(all.map((one) => systemOf(one)))].sort();
}

/** The operations of these systems; their names alone are what policies compare. */
export function namesOf(all: readonly Known[], systems: readonly string[]) {
  const names = new Map<string, string>();
  for (const one of all) {
    if (systems.includes(systemOf(one))) {
      names.set(operationOf(one), one.title ?? "");
    }
  }
  return [...names.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([value]) => ({ value, label: value }));
}

/** Arguments of these operations that are numbers. */
export function argumentsOf(
  all: readonly Known[],
  systems: readonly string[],
  operations: readonly string[],
): string[] {
  const chosen = all.filter(
    (one) =>
      systems.includes(systemOf(one)) && (operations.length === 0 || operations.includes(operationOf(one))),
  );
  return [...new Set(chosen.flatMap((one) => numbersOf(one.input)))];
}

function numbersOf(schema: unknown): string[] {
  const { properties } = (schema ?? {}) as { properties?: Record<string, { type?: unknown }> };
  return Object.entries(properties ?? {}).flatMap(([name, field]) =>
    field.type === "number" || field.type === "integer" ? [name] : [],
  );
}

function systemOf(one: Known): string {
  return one.name.split(".")[0] ?? one.name;
}

function operationOf(one: Known): string {
  return one.name.split(".").slice(1).join(".");
}
