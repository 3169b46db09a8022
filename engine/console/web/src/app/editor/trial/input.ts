/** What a try begins with. Pure. */
import type { SavedCase } from "../../../api/cases";
import { blank, type Data } from "../../../definition";
import { members } from "../panels/schemaFields";

/** What a try is given. */
export interface Given {
  readonly input: unknown;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly results?: Readonly<Record<string, unknown>> | undefined;
  /** Recorded answers of a case, in order. */
  readonly answers?: readonly unknown[] | undefined;
}

/** The input to begin with: an example of the schema, as far as it has some. */
export function firstInput(schema: Data | undefined): Data {
  const properties = Object.entries(members(members(schema)["properties"]));
  const required = members(schema)["required"];
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  return Object.fromEntries(
    properties
      .filter(([name, one]) => isRequired(name) || members(one)["examples"] !== undefined)
      .map(([name, one]) => [name, blank(one)]),
  );
}

/** What a saved case gives; one whose values this reader may not see gives nothing. */
export function givenBy(one: SavedCase): Given | undefined {
  if (one.$masked !== undefined) {
    return undefined;
  }
  return {
    input: one.input ?? {},
    settings: asObject(one["settings"]),
    results: asObject(one["results"]),
    answers: Array.isArray(one["answers"]) ? (one["answers"] as unknown[]) : undefined,
  };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A name that no case has. */
export function freshCaseName(wished: string, taken: readonly string[]): string {
  const name = wished.trim() === "" ? "case" : wished.trim();
  if (!taken.includes(name)) {
    return name;
  }
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${name} ${String(number)}`)) {
      return `${name} ${String(number)}`;
    }
  }
}
