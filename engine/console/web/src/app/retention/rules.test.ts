/** Rules of retention: periods as people type them, and what a change takes away. */
import type { Retention } from "@towpath/client";
import { expect, test } from "vitest";

import { isoText, keptAt, periodOf, periodText, rulesOf, shortened, typed, wrongOf } from "./rules";

const DAY = 86_400_000;
const now: Retention = {
  default: { completed: "P90D" },
  rules: [
    { namespace: "support", times: { completed: "P30D", faulted: "P180D" } },
    { namespace: "support", name: "returns", times: { completed: "P1DT12H" } },
  ],
  revision: 3,
};

test("periods are read in words and as ISO 8601", () => {
  const periods: [string, number | undefined][] = [
    ["30 days", 30 * DAY],
    ["1 day 12 hours", 1.5 * DAY],
    ["2w", 14 * DAY],
    ["36h", 1.5 * DAY],
    ["p30d", 30 * DAY],
    ["PT36H", 1.5 * DAY],
    ["P1DT1H1M1.5S", DAY + 3_661_500],
    ["0 days", 0],
    ["", undefined],
    ["30", undefined],
    ["P", undefined],
    ["P1DT", undefined],
    ["P1M", undefined],
    ["-1 day", undefined],
    ["1 month", undefined],
  ];
  for (const [text, period] of periods) {
    expect(periodOf(text), text).toBe(period);
  }
});

test("what is shown is read again as the same", () => {
  for (const iso of ["P30D", "PT36H", "P1DT1H1M", "PT0S", "PT1.050S", "P7D"]) {
    expect(periodOf(periodText(iso)), iso).toBe(periodOf(iso));
    expect(periodOf(isoText(periodOf(iso) ?? -1)), iso).toBe(periodOf(iso));
  }
  expect(periodText("P1DT12H")).toBe("1 day 12 hours");
  expect(periodText(undefined)).toBe("");
  expect(rulesOf(typed(now.rules)).map(({ name, times }) => [name, times.completed])).toEqual([
    [undefined, "P30D"],
    ["returns", "P1DT43200S"],
  ]);
});

test("a rule needs a namespace of its own place, and a period that can be read", () => {
  const [one, two] = typed(now.rules);
  if (one === undefined || two === undefined) throw new Error("two rules");
  expect(wrongOf([one, two]).size).toBe(0);
  expect(wrongOf([{ ...one, namespace: " " }]).get("0")).toEqual({ namespace: "missing" });
  expect(wrongOf([one, { ...two, name: "" }]).get("1")).toEqual({ name: "twice" });
  expect(wrongOf([{ ...one, times: { completed: "a while", faulted: "", cancelled: "" } }]).get("0")).toEqual(
    {
      completed: "period",
    },
  );
  expect(wrongOf([{ ...one, times: { completed: "", faulted: "", cancelled: "" } }]).get("0")).toEqual({
    completed: "empty",
  });
});

test("what is said of a workflow counts before its namespace, and that before the default", () => {
  expect(keptAt(now, "support", "returns", "completed")).toEqual({ period: "P1DT12H", by: "rule" });
  expect(keptAt(now, "support", "returns", "faulted")).toEqual({ period: "P180D", by: "namespace" });
  expect(keptAt(now, "sales", undefined, "completed")).toEqual({ period: "P90D", by: "default" });
  expect(keptAt(now, "support", "returns", "cancelled")).toEqual({ period: undefined, by: "default" });
});

const shorter = (of: Retention, rules: Retention["rules"]) =>
  shortened(of, rules).map(({ place, outcomes }) => ({ place, outcomes }));

test("a change tells whose runs it forgets earlier, also where a rule is taken out", () => {
  expect(shorter(now, now.rules)).toEqual([]);
  expect(shorter(now, [{ namespace: "support", times: { completed: "P30D", faulted: "P7D" } }])).toEqual([
    { place: "support", outcomes: ["faulted"] },
    { place: "support/returns", outcomes: ["faulted"] },
  ]);
  expect(shorter(now, [])).toEqual([]);
  expect(shorter({ ...now, rules: [] }, [{ namespace: "sales", times: { cancelled: "P1D" } }])).toEqual([
    { place: "sales", outcomes: ["cancelled"] },
  ]);
  const longer = { ...now, rules: [{ namespace: "sales", times: { completed: "P365D" } }] };
  expect(shorter(longer, [])).toEqual([{ place: "sales", outcomes: ["completed"] }]);
});
