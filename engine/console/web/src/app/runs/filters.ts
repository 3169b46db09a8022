/** Which runs a list shows: read from the address, asked of the server where it can, and sifted here where not. Pure. */
import type { Run } from "@towpath/client";

import type { RunsPage } from "../../api/run";

/** States to filter by; `held` is told apart from other waiting here. */
export const STATES = ["running", "waiting", "held", "completed", "faulted", "cancelled"] as const;
/** Spans of time, in hours. */
export const SPANS = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 } as const;
/** Real runs, draft runs, or both. */
export const KINDS = ["real", "draft", "both"] as const;

/** What the address says. Absent means any. */
export interface Filters {
  state?: (typeof STATES)[number];
  /** `namespace/name`, or `namespace/` for all of it. */
  workflow?: string;
  /** A principal, or `me`. */
  by?: string;
  span?: keyof typeof SPANS;
  /** Days, `2027-03-12`, in the time of the reader; both are within. */
  from?: string;
  to?: string;
  kind: (typeof KINDS)[number];
}

/** The names of the filters in the address. */
export const NAMES = ["state", "workflow", "by", "span", "from", "to", "kind"] as const;

const oneOf = <T extends string>(known: readonly T[], text: string | undefined): T | undefined =>
  known.find((one) => one === text);

/** Reads the address; what it does not know is left out. */
export function readFilters(search: Readonly<Record<string, unknown>>): Filters {
  const text = (name: string) => {
    const value = search[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const day = (name: string) => {
    const value = text(name);
    return value !== undefined && !Number.isNaN(startOfDay(value)) ? value : undefined;
  };
  const found = {
    state: oneOf(STATES, text("state")),
    workflow: text("workflow"),
    by: text("by"),
    span: oneOf(Object.keys(SPANS) as (keyof typeof SPANS)[], text("span")),
    from: day("from"),
    to: day("to"),
  };
  const set = Object.entries(found).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), kind: oneOf(KINDS, text("kind")) ?? "real" };
}

/** The part of the filters that the server knows. */
export function queryOf(filters: Filters): Omit<RunsPage, "limit" | "before"> {
  const { state, workflow, kind } = filters;
  const [namespace = "", name = ""] = (workflow ?? "").split("/");
  return {
    ...(state === undefined ? {} : { status: state === "held" ? "waiting" : state }),
    ...(namespace === "" ? {} : { namespace }),
    ...(name === "" ? {} : { workflow: name }),
    ...(kind === "both" ? {} : { draft: kind === "draft" }),
  };
}

/** From when to when runs began, in milliseconds; the end is not within. */
export function rangeOf(filters: Filters, now: Date): { from: number; to: number } {
  const { span, from, to } = filters;
  if (span !== undefined) {
    return { from: now.getTime() - SPANS[span] * 3_600_000, to: Infinity };
  }
  const last = to === undefined ? undefined : new Date(startOfDay(to));
  last?.setDate(last.getDate() + 1);
  return { from: from === undefined ? -Infinity : startOfDay(from), to: last?.getTime() ?? Infinity };
}

/** Where to begin reading. Ids of runs begin with their time, so a time is a place in the list. */
export function beforeTime(time: number): string | undefined {
  return Number.isFinite(time)
    ? `${Math.max(0, time).toString(16).padStart(12, "0")}${"0".repeat(20)}`
    : undefined;
}

/** Whether rows are sifted here, so that a page of the server may be empty. */
export function isSifted({ state, by }: Filters): boolean {
  return state === "held" || state === "waiting" || by !== undefined;
}

/** Whether a run is one of those. */
export function isWanted(
  run: Run,
  filters: Filters,
  me: string,
  range: { from: number; to: number },
): boolean {
  const { state, by } = filters;
  const began = Date.parse(run.startedAt);
  const isState = state === undefined || stateOf(run) === state;
  const isBy = by === undefined || run.startedBy === (by === "me" ? me : by);
  return isState && isBy && began >= range.from && began < range.to;
}

/** The state as people speak of it: a run that waits for a person is held. */
export function stateOf(run: Pick<Run, "status" | "waitsFor">): string {
  return run.waitsFor === "release" ? "held" : run.status;
}

/** Midnight of the reader. */
function startOfDay(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}
