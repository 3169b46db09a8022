/** Which runs a list shows: read from the address, and asked of the server. Pure. */
import type { Run } from "@towpath/client";

import { oneOf } from "../../api/guards";
import type { Which } from "../../api/run";

/** States to filter by; `held` is told apart from other waiting. */
export const STATES = [
  "running",
  "waiting",
  "held",
  "suspended",
  "completed",
  "faulted",
  "cancelled",
] as const;
/** Spans of time, the shortest first. */
export const SPANS = ["hour", "day", "week", "month"] as const;
export type Span = (typeof SPANS)[number];
const HOURS: Readonly<Record<Span, number>> = { hour: 1, day: 24, week: 7 * 24, month: 30 * 24 };
/** Real runs, draft runs, or both. */
export const KINDS = ["real", "draft", "both"] as const;

/** What the address says. Absent means any. */
export interface Filters {
  state?: (typeof STATES)[number];
  /** `namespace/name`, or `namespace/` for all of it. */
  workflow?: string;
  /** A principal, or `me`. */
  by?: string;
  span?: Span;
  /** Days, `2027-03-12`, in the time of the reader; both are within. `from` may be a moment too. */
  from?: string;
  to?: string;
  /** Those of one failure case of the workflow: its id. */
  case?: string;
  /** What they failed with: the code and the type of the error, and the path of the task. */
  code?: string;
  error?: string;
  step?: string;
  kind: (typeof KINDS)[number];
}

/** The names of the filters in the address. */
export const NAMES = [
  "state",
  "workflow",
  "by",
  "span",
  "from",
  "to",
  "kind",
  "case",
  "code",
  "error",
  "step",
] as const;

/** A moment, as the server writes it. */
const MOMENT = /^\d{4}-\d\d-\d\dT\S+Z$/;

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
  const moment = (name: string) => {
    const value = text(name);
    return value !== undefined && MOMENT.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;
  };
  const found = {
    state: oneOf(STATES, text("state")),
    workflow: text("workflow"),
    by: text("by"),
    span: oneOf(SPANS, text("span")),
    from: day("from") ?? moment("from"),
    to: day("to"),
    case: text("case"),
    code: text("code"),
    error: text("error"),
    step: text("step"),
  };
  const set = Object.entries(found).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(set), kind: oneOf(KINDS, text("kind")) ?? "real" };
}

/** What the server is asked for. `me` is the principal of the reader. */
export function queryOf(filters: Filters, me: string, range: Range): Which {
  const { workflow, kind, by, code, error, step } = filters;
  const [namespace = "", name = ""] = (workflow ?? "").split("/");
  return {
    ...stateQuery(filters.state),
    ...(namespace === "" ? {} : { namespace }),
    ...(name === "" ? {} : { workflow: name }),
    ...(by === undefined ? {} : { startedBy: by === "me" ? me : by }),
    ...(Number.isFinite(range.from) ? { from: new Date(range.from).toISOString() } : {}),
    ...(Number.isFinite(range.to) ? { to: new Date(range.to).toISOString() } : {}),
    ...(filters.case === undefined ? {} : { failureCase: filters.case }),
    ...(code === undefined ? {} : { errorCode: code }),
    ...(error === undefined ? {} : { errorType: error }),
    ...(step === undefined ? {} : { task: step }),
    ...(kind === "both" ? {} : { draft: kind === "draft" }),
  };
}

/** A held run waits for a person, whatever its other branches do; other waiting is told apart from it. */
function stateQuery(state: Filters["state"]): Pick<Which, "status" | "held"> {
  switch (state) {
    case undefined:
      return {};
    case "held":
      return { held: true };
    case "waiting":
      return { status: "waiting", held: false };
    default:
      return { status: state };
  }
}

/** A range of time, in milliseconds; the end is not within. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** From when to when runs began. */
export function rangeOf(filters: Filters, now: Date): Range {
  const { span, from, to } = filters;
  if (span !== undefined) {
    return { from: now.getTime() - HOURS[span] * 3_600_000, to: Infinity };
  }
  const last = to === undefined ? undefined : new Date(startOfDay(to));
  last?.setDate(last.getDate() + 1);
  return { from: from === undefined ? -Infinity : beginOf(from), to: last?.getTime() ?? Infinity };
}

/** The state as people speak of it: a run that waits for a person is held. */
export function stateOf(run: Pick<Run, "status" | "waitsFor">): string {
  return run.waitsFor === "release" ? "held" : run.status;
}

/** The day of the reader that `from` is on, as a field for days shows it. */
export function dayOf(from: string): string {
  if (!MOMENT.test(from)) {
    return from;
  }
  const at = new Date(from);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${String(at.getFullYear())}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

function beginOf(from: string): number {
  return MOMENT.test(from) ? Date.parse(from) : startOfDay(from);
}

/** Midnight of the reader. */
function startOfDay(day: string): number {
  return new Date(`${day}T00:00:00`).getTime();
}
