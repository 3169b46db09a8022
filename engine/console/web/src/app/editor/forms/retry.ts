/** Further tries as a form has them: how often in all, and how long between. Pure. */
import type { Data } from "../../../definition";
import { at } from "./data";

const TYPES = "https://open-workflow-specification.org/spec/1.0.0/errors/";

/** What `catch.errors` says for the failures that the form knows. */
export const ERRORS: Readonly<Record<"communication" | "timeout", Data>> = {
  communication: { with: { type: `${TYPES}communication` } },
  timeout: { with: { type: `${TYPES}timeout` } },
};

/** Which failures are caught. */
export function kindOfErrors(errors: Data | undefined): "any" | "communication" | "timeout" | "other" {
  if (errors === undefined || errors === null) {
    return "any";
  }
  const type = at(errors, "with", "type");
  const filter = at(errors, "with");
  const isAlone = typeof filter === "object" && filter !== null && Object.keys(filter).length === 1;
  if (isAlone && type === `${TYPES}communication`) {
    return "communication";
  }
  return isAlone && type === `${TYPES}timeout` ? "timeout" : "other";
}

/** Tries in all: the DSL counts the further ones. */
export function triesOf(retry: Data | undefined): number {
  const count = at(retry, "limit", "attempt", "count");
  return typeof count === "number" ? count + 1 : retry === undefined ? 1 : 2;
}

/** The rule for so many tries; everything else of it stays. */
export function withTries(retry: Data | undefined, tries: number): Data | undefined {
  if (tries <= 1) {
    return undefined;
  }
  const members = (data: Data | undefined): { readonly [name: string]: Data } =>
    typeof data === "object" && data !== null && !Array.isArray(data)
      ? (data as { readonly [name: string]: Data })
      : {};
  const old = members(retry);
  const limit = members(old["limit"]);
  const attempt = { ...members(limit["attempt"]), count: tries - 1 };
  return { delay: { seconds: 1 }, ...old, limit: { ...limit, attempt } };
}

const UNITS: Readonly<Record<string, number>> = {
  days: 86_400,
  hours: 3600,
  minutes: 60,
  seconds: 1,
  milliseconds: 0.001,
};

/** The wait between two tries in seconds, as far as it is written as a duration. */
export function delaySeconds(retry: Data | undefined): number | undefined {
  return durationSeconds(at(retry, "delay"));
}

/** A duration of the DSL, or of ISO 8601 with days at most, in seconds. */
export function durationSeconds(duration: Data | undefined): number | undefined {
  if (typeof duration === "string") {
    const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration);
    if (found === null) {
      return undefined;
    }
    const [, days = "0", hours = "0", minutes = "0", seconds = "0"] = found;
    return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  }
  if (typeof duration !== "object" || duration === null || Array.isArray(duration)) {
    return undefined;
  }
  let sum = 0;
  for (const [unit, count] of Object.entries(duration as { [unit: string]: Data })) {
    const factor = UNITS[unit];
    if (factor === undefined || typeof count !== "number") {
      return undefined;
    }
    sum += factor * count;
  }
  return sum;
}
