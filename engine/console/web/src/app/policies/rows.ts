/** The rows of the list of policies: what is saved beside what is in force. Pure. */
import type { ActivePolicy, Estate, TextSummary } from "@towpath/client";

import { fitsText } from "../../parts/search/fits";
import type { Summary, summaryOf, touchedBy } from "./touched";

/** What reads the documents. It brings a parser along, so a list that is shown at once gets it a little later. */
export interface Reader {
  summaryOf: typeof summaryOf;
  touchedBy: typeof touchedBy;
}

const UNREAD: Summary = { title: "", effect: "", mode: "", expires: "", owner: "", whole: {} };

/** Where a policy stands. */
export type Standing = "inForce" | "ahead" | "fresh" | "gone";

/** One row. */
export interface Row {
  name: string;
  standing: Standing;
  summary: Summary;
  /** Whether the summary is that of the document; else it is empty so far. */
  isRead: boolean;
  /** Live workflows that it may be about; `undefined` while that is not known. */
  touches: number | undefined;
  savedAt: string | undefined;
  savedBy: string | undefined;
}

/**
 * All rows, by name. `texts` are those of saved policies that are not in force, as far as they are read. Without a
 * reader only what is known without the documents.
 */
export function rowsOf(
  saved: readonly TextSummary[],
  active: readonly ActivePolicy[],
  texts: ReadonlyMap<string, string>,
  workflows: Estate["workflows"] | undefined,
  reader: Reader | undefined,
): Row[] {
  const inForce = new Map(active.map(({ name, source }) => [name, source]));
  const known = new Map(saved.map((one) => [one.name, one]));
  const names = [...new Set([...known.keys(), ...inForce.keys()])].sort();
  return names.map((name) => {
    const one = known.get(name);
    const standing = standingOf(one, inForce.has(name));
    const summary = reader?.summaryOf(texts.get(name) ?? inForce.get(name) ?? "");
    return {
      name,
      standing,
      summary: summary ?? UNREAD,
      isRead: summary !== undefined,
      touches:
        workflows === undefined || summary === undefined
          ? undefined
          : reader?.touchedBy(summary, workflows).length,
      savedAt: one?.at,
      savedBy: one?.by,
    };
  });
}

function standingOf(one: TextSummary | undefined, isInForce: boolean): Standing {
  if (one === undefined) {
    return "gone";
  }
  return one.active ? "inForce" : isInForce ? "ahead" : "fresh";
}

/** Rows with this text in their name, title or document, and of this effect. */
export function wanted(rows: readonly Row[], text: string, effect: string): Row[] {
  return rows.filter(
    ({ name, summary }) =>
      (effect === "" || summary.effect === effect) && fitsText(text, name, JSON.stringify(summary.whole)),
  );
}
