/** Rules of retention as they are typed, what they mean for whom, and what a change of them takes away. Pure. */
import type { RetentionRule, RetentionTimes } from "@towpath/client";

/** How a run can end. */
export const OUTCOMES = ["completed", "faulted", "cancelled"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A rule while it is typed. */
export interface TypedRule {
  /** Tells rules apart while they change. */
  readonly id: string;
  readonly namespace: string;
  /** Empty: all workflows of the namespace. */
  readonly name: string;
  readonly times: Readonly<Record<Outcome, string>>;
}

/** The rules as they are typed first. */
export function typed(rules: readonly RetentionRule[]): TypedRule[] {
  return rules.map(({ namespace, name, times }, index) => {
    const text = (outcome: Outcome) => periodText(times[outcome]);
    return {
      id: String(index),
      namespace,
      name: name ?? "",
      times: { completed: text("completed"), faulted: text("faulted"), cancelled: text("cancelled") },
    };
  });
}

const SECOND = 1000;
const UNITS = { week: 604_800 * SECOND, day: 86_400 * SECOND, hour: 3600 * SECOND, minute: 60 * SECOND };
type Unit = keyof typeof UNITS;

/** Milliseconds of `30 days`, `1 day 12 hours` or `P30D`; `undefined` where it is no period. A month has no length. */
export function periodOf(text: string): number | undefined {
  return isoOf(text.trim().toUpperCase()) ?? wordsOf(text.trim().toLowerCase());
}

function isoOf(text: string): number | undefined {
  const parts = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/.exec(text);
  if (parts === null || /[PT]$/.test(text)) {
    return undefined;
  }
  const [weeks, days, hours, minutes, seconds] = parts
    .slice(1)
    .map((part: string | undefined) => Number((part ?? "0").replace(",", ".")));
  const of = (count: number | undefined, unit: number) => (count ?? 0) * unit;
  const whole =
    of(weeks, UNITS.week) + of(days, UNITS.day) + of(hours, UNITS.hour) + of(minutes, UNITS.minute);
  return whole + Math.round(of(seconds, SECOND));
}

function wordsOf(text: string): number | undefined {
  if (!/^(?:\d+ ?(?:w(?:eeks?)?|d(?:ays?)?|h(?:ours?)?|min(?:utes?)?)(?:,? ?(?=\d)|$))+$/.test(text)) {
    return undefined;
  }
  let sum = 0;
  for (const [, count = "", letter = ""] of text.matchAll(/(\d+) ?([wdhm])/g)) {
    sum += Number(count) * UNITS[unitOf(letter)];
  }
  return sum;
}

function unitOf(letter: string): Unit {
  return letter === "w" ? "week" : letter === "d" ? "day" : letter === "h" ? "hour" : "minute";
}

/** A period as the server reads it. */
export function isoText(period: number): string {
  const days = Math.floor(period / UNITS.day);
  const seconds = (period - days * UNITS.day) / SECOND;
  return seconds === 0 ? `P${String(days)}D` : `P${days === 0 ? "" : `${String(days)}D`}T${String(seconds)}S`;
}

/** A period of the server as it is typed: in days, hours and minutes; with seconds as it is. */
export function periodText(iso: string | undefined): string {
  const period = iso === undefined ? undefined : periodOf(iso);
  if (iso === undefined || period === undefined) {
    return iso ?? "";
  }
  let left = period;
  const parts = (["day", "hour", "minute"] as const).flatMap((unit) => {
    const count = Math.floor(left / UNITS[unit]);
    left -= count * UNITS[unit];
    return count === 0 ? [] : [`${String(count)} ${count === 1 ? unit : `${unit}s`}`];
  });
  return left > 0 ? iso : parts.length === 0 ? "0 days" : parts.join(" ");
}

/** What is wrong with a typed rule, by field. */
export type Wrong = Partial<Record<"namespace" | "name" | Outcome, "missing" | "twice" | "period" | "empty">>;

/** What is wrong with each rule; rules that are right are not in it. */
export function wrongOf(rules: readonly TypedRule[]): ReadonlyMap<string, Wrong> {
  const found = new Map<string, Wrong>();
  const places = new Set<string>();
  for (const rule of rules) {
    const wrong: Wrong = {};
    const place = placeOf(rule.namespace.trim(), rule.name.trim());
    if (rule.namespace.trim() === "") wrong.namespace = "missing";
    else if (places.has(place)) wrong.name = "twice";
    places.add(place);
    for (const outcome of OUTCOMES) {
      const text = rule.times[outcome].trim();
      if (text !== "" && periodOf(text) === undefined) wrong[outcome] = "period";
    }
    if (OUTCOMES.every((outcome) => rule.times[outcome].trim() === "")) wrong.completed = "empty";
    if (Object.keys(wrong).length > 0) found.set(rule.id, wrong);
  }
  return found;
}

/** Typed rules without anything wrong as the server reads them. */
export function rulesOf(rules: readonly TypedRule[]): RetentionRule[] {
  return rules.map(({ namespace, name, times }): RetentionRule => {
    const said: RetentionTimes = {};
    for (const outcome of OUTCOMES) {
      const period = periodOf(times[outcome]);
      if (period !== undefined) said[outcome] = isoText(period);
    }
    const only = name.trim();
    return { namespace: namespace.trim(), ...(only === "" ? {} : { name: only }), times: said };
  });
}

/** The name of what a rule is for: `support`, or `support/returns`. */
export function placeOf(namespace: string, name: string | undefined): string {
  return name === undefined || name === "" ? namespace : `${namespace}/${name}`;
}

/** What says how long runs are kept. */
interface Rules {
  readonly default: RetentionTimes;
  readonly rules: readonly RetentionRule[];
}

/** How long runs are kept, and what says so. Without a period forever. */
export interface Kept {
  readonly period: string | undefined;
  readonly by: "rule" | "namespace" | "default";
}

/** How long runs of a place are kept that ended so: its own rule, then that of its namespace, then the default. */
export function keptAt(of: Rules, namespace: string, name: string | undefined, outcome: Outcome): Kept {
  const said = (workflow: string | undefined) =>
    of.rules.find((rule) => rule.namespace === namespace && rule.name === workflow)?.times[outcome];
  const [own, wide] = [said(name), said(undefined)];
  if (own !== undefined) return { period: own, by: "rule" };
  return wide === undefined
    ? { period: of.default[outcome], by: "default" }
    : { period: wide, by: "namespace" };
}

/** A place whose runs are kept for a shorter time, and those that end so. */
export interface Shorter {
  readonly place: string;
  readonly namespace: string;
  readonly name: string | undefined;
  readonly outcomes: readonly Outcome[];
}

/** Places whose runs are kept for a shorter time by other rules, with the outcomes. */
export function shortened(before: Rules, rules: readonly RetentionRule[]): Shorter[] {
  const after = { default: before.default, rules };
  const places = new Map([...before.rules, ...rules].map((one) => [placeOf(one.namespace, one.name), one]));
  return [...places].flatMap(([place, { namespace, name }]) => {
    const length = (of: Rules, outcome: Outcome) =>
      periodOf(keptAt(of, namespace, name, outcome).period ?? "") ?? Infinity;
    const outcomes = OUTCOMES.filter((outcome) => length(after, outcome) < length(before, outcome));
    return outcomes.length === 0 ? [] : [{ place, namespace, name, outcomes }];
  });
}
