/** The columns of the list: what they are sorted by; and what is said of overlapping and missed times. */
import type { Schedule } from "@towpath/client";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { hasTimes, MissedText, OverlapText } from "../../parts/schedule/Schedule";
import { sorted } from "../../parts/table/sort";
import { columnsOf } from "./columns";
import { rowsOf } from "./rows";

const schedule = (name: string, next: string[], more: Partial<Schedule> = {}): Schedule => ({
  namespace: "support",
  name,
  state: "active",
  version: "1.0.0",
  owner: "ana@acme.example",
  cron: "0 8 * * *",
  missed: "latest",
  overlap: "allow",
  next,
  ...more,
});

test("when is in the order of time, whatever zone it is written in; what never starts comes last", () => {
  const rows = rowsOf(
    [
      schedule("noon", ["2027-03-01T12:00:00+01:00"]),
      schedule("paused", [], { state: "paused" }),
      schedule("early", ["2027-03-01T08:30:00Z"]),
      schedule("late", ["2027-03-01T13:00:00+09:00", "2027-03-02T13:00:00+09:00"]),
    ],
    [],
  );
  for (const column of ["when", "next"]) {
    const names = sorted(rows, columnsOf(undefined), { column, isDescending: false }).map(
      ({ of }) => of.name,
    );
    expect(names).toEqual(["late", "early", "noon", "paused"]);
  }
});

test("overlapping and missed times are told in words", () => {
  const of = schedule("noon", [], { overlap: "skip", missed: "all" });
  expect(renderToStaticMarkup(<OverlapText of={of} />)).toContain(
    "left out while the run before is under way",
  );
  expect(renderToStaticMarkup(<MissedText of={of} />)).toContain("at most the newest 100");
  expect(hasTimes(of)).toBe(true);
  expect(hasTimes({ on: [{}] })).toBe(false);
});
