/** What people read for times, durations and numbers. */
import { expect, test } from "vitest";

import { bytes, compact, duration, moment, number, percent, plural, relative } from "./format";

const now = new Date("2027-03-12T12:00:00Z");
const ago = (seconds: number) => relative(new Date(now.getTime() - seconds * 1000), now, "en");

test("relative times grow coarser, and are never rounded up", () => {
  expect([2, 30, 59, 60, 119, 3599, 3600, 86_399, 86_400, 29 * 86_400].map(ago)).toEqual([
    "now",
    "30 seconds ago",
    "59 seconds ago",
    "1 minute ago",
    "1 minute ago",
    "59 minutes ago",
    "1 hour ago",
    "23 hours ago",
    "yesterday",
    "29 days ago",
  ]);
  expect(ago(-7200)).toBe("in 2 hours");
  expect(relative(new Date("2024-01-01"), now, "de")).toBe("vor 3 Jahren");
});

test("durations have two units at most", () => {
  const shown = [0, 850, 4250, 59_999, 60_000, 185_000, 7_800_000, 360_000_000].map((ms) =>
    duration(ms, "en"),
  );
  expect(shown).toEqual([
    "0 ms",
    "850 ms",
    "4.3 sec",
    "59 sec",
    "1 min",
    "3 min 5 sec",
    "2 hr 10 min",
    "4 days 4 hr",
  ]);
  expect(duration(-1, "en")).toBe("–");
  expect(duration(NaN, "en")).toBe("–");
});

test("numbers", () => {
  expect(number(1234567, "en")).toBe("1,234,567");
  expect(compact(12_300, "en")).toBe("12.3K");
  expect(percent(0.125, "en")).toBe("12.5%");
  expect([999, 65_536, 1_500_000].map((size) => bytes(size, "en"))).toEqual(["999 byte", "66 kB", "1.5 MB"]);
  expect(plural(1, { one: "run", other: "runs" }, "en")).toBe("run");
  expect(plural(0, { one: "run", other: "runs" }, "en")).toBe("runs");
});

test("moments of today need no date", () => {
  expect(moment(new Date(now.getTime() - 60_000), now, "en")).not.toContain("2027");
  expect(moment(new Date("2027-01-02T12:00:00Z"), now, "en")).toContain("2027");
});
