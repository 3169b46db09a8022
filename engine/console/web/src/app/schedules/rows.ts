/** Which schedules the list shows. Pure. */
import type { Schedule } from "@towpath/client";

import { fitsText, titlesOf, type Titled } from "../../parts/search/fits";

/** One row: a schedule with the title of its workflow. */
export interface Row {
  readonly key: string;
  readonly title: string;
  readonly of: Schedule;
}

/** What somebody wants to do with which schedule. */
export interface Chosen {
  act: "pause" | "resume";
  row: Row;
}

/** States to filter by; none means any. */
export const SHOWN = ["", "active", "paused", "stopped"] as const;
export type Shown = (typeof SHOWN)[number];

/** All rows, with titles where they are known. */
export function rowsOf(all: readonly Schedule[], workflows: readonly Titled[]): Row[] {
  const titles = titlesOf(workflows);
  return all.map((of) => {
    const key = `${of.namespace}/${of.name}`;
    return { key, title: titles.get(key) ?? of.name, of };
  });
}

/** Those that fit a text, a namespace and a state. */
export function fitting(rows: readonly Row[], text: string, namespace: string, shown: Shown): Row[] {
  return rows.filter(
    ({ key, title, of }) =>
      fitsText(text, title, key, of.owner) &&
      (namespace === "" || of.namespace === namespace) &&
      (shown === "" || of.state === shown),
  );
}
