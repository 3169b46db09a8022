/** Which failure cases the list shows, and what they are called. Pure. */
import type { FailureCase } from "@towpath/client";

import type { Which } from "../../api/run";
import { fitsText, titlesOf, type Titled } from "../../parts/search/fits";

/** One row: a case with the title of its workflow. */
export interface Row {
  readonly key: string;
  readonly title: string;
  /** The name of the step, where one failed. */
  readonly step: string | undefined;
  /** The code, or the last part of the type. */
  readonly error: string;
  readonly of: FailureCase;
}

/** States to filter by; none means any. */
export const SHOWN = ["open", "resolved", "any"] as const;
export type Shown = (typeof SHOWN)[number];

/** Spans of time, the shortest first. */
export const SPANS = ["day", "week", "month", "all"] as const;
export type Span = (typeof SPANS)[number];
const HOURS: Readonly<Record<Span, number | undefined>> = {
  day: 24,
  week: 7 * 24,
  month: 30 * 24,
  all: undefined,
};

/** All rows, with titles where they are known. */
export function rowsOf(all: readonly FailureCase[], workflows: readonly Titled[]): Row[] {
  const titles = titlesOf(workflows);
  return all.map((of) => {
    const { type, code, task } = of.failure;
    const name = `${of.namespace}/${of.workflow}`;
    return {
      key: `${name}/${of.id}`,
      title: titles.get(name) ?? of.workflow,
      step: task?.split("/").at(-1),
      error: code ?? type.split("/").at(-1) ?? type,
      of,
    };
  });
}

/** Those that fit a text and a state. */
export function fitting(rows: readonly Row[], text: string, shown: Shown): Row[] {
  return rows.filter(
    ({ key, title, error, step, of }) =>
      fitsText(text, title, key, error, step, of.owner, of.note, of.failure.type) &&
      (shown === "any" || of.state === shown),
  );
}

/** The beginning of a span, to the hour, so that one reading serves a while; `undefined` for any time. */
export function beginOf(span: Span, now: number): string | undefined {
  const hours = HOURS[span];
  const hour = 3_600_000;
  return hours === undefined
    ? undefined
    : new Date(Math.floor(now / hour) * hour - hours * hour).toISOString();
}

/** The list of runs with those of a case since `from`, as its address has it. */
export function searchOf(
  { namespace, workflow, id }: FailureCase,
  from: string | undefined,
): Record<string, string> {
  return {
    state: "faulted",
    workflow: `${namespace}/${workflow}`,
    case: id,
    ...(from === undefined ? {} : { from }),
  };
}

/** The same runs, as the list and acts on many runs ask for them. */
export function runsOf({ namespace, workflow, id }: FailureCase, from: string | undefined): Which {
  return {
    namespace,
    workflow,
    status: "faulted",
    failureCase: id,
    ...(from === undefined ? {} : { from }),
    draft: false,
  };
}
