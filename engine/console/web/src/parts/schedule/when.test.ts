/** Schedules are told in words where a sentence says all of them, and by their expression where not. */
import { expect, test } from "vitest";

import { cronText } from "./cron";
import { millisecondsOf, untilNext, whenOf, zoned } from "./when";

test.each([
  ["30 6 * * * Europe/Berlin", "every day at 06:30"],
  ["0 8 * * 1-5", "every Monday to Friday at 08:00"],
  ["0 8,12 * * mon,thu", "every Monday and Thursday at 08:00 and 12:00"],
  ["0 9 * * fri-7", "every Friday to Sunday at 09:00"],
  ["0 9 * * 5-7", "every Friday to Sunday at 09:00"],
  ["0 9 * * 0-6", "every day at 09:00"],
  ["*/15 * * * *", "every 15 minutes"],
  ["* * * * *", "every minute"],
  ["*/15 8-17 * * 1-5", "every 15 minutes from 08:00 to 17:59, every Monday to Friday"],
  ["5 * * * *", "every hour at :05"],
  ["30 */2 * * *", "every 2 hours at :30"],
  ["0 0 1 * *", "on day 1 of each month at 00:00"],
  ["0 6 1,15 jan,7 *", "on day 1 and 15 of January and July at 06:00"],
  ["0 6 * 3 *", "every day in March at 06:00"],
])("%s is: %s", (cron, text) => {
  expect(cronText(cron)).toBe(text);
});

test.each(["*/7 * * * *", "0 0 13 * 5", "0 1,2,3,4,5 * * *", "0 0 L * *", "0 0 1-7/2 * *", "1 2 3"])(
  "%s has no short sentence",
  (cron) => {
    expect(cronText(cron)).toBeUndefined();
  },
);

test("a sentence names the time zone, and an expression stays where there is none", () => {
  expect(whenOf({ cron: "30 6 * * * Europe/Berlin", timeZone: "Europe/Berlin" })).toEqual({
    text: "Every day at 06:30, Europe/Berlin",
  });
  expect(whenOf({ cron: "*/7 * * * *" })).toEqual({
    text: "By the expression, UTC",
    expression: "*/7 * * * *",
  });
});

test("spans and events", () => {
  expect(whenOf({ every: "PT15M" }).text).toBe("Every 15 min");
  expect(whenOf({ after: "P1DT1H" }).text).toBe("1 day 1 hr after each of its runs has ended");
  expect(whenOf({ every: "fortnight" }).text).toBe("Every fortnight");
  expect(whenOf({ on: [] }).text).toBe("When any event of its namespace arrives");
  expect(whenOf({ on: [{ type: "com.acme.order" }, { source: "shop", subject: "7" }] }).text).toBe(
    "When an event arrives: com.acme.order or one with certain source and subject",
  );
});

test("durations of the API", () => {
  expect(["PT0S", "PT1.050S", "PT5M", "P7D", "P1DT1H1M1S"].map(millisecondsOf)).toEqual([
    0, 1_050, 300_000, 604_800_000, 90_061_000,
  ]);
  expect(["", "P", "5 minutes", "P1Y"].map(millisecondsOf)).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("moments by the clock of the schedule", () => {
  const at = new Date("2027-07-01T04:30:00Z");
  expect(zoned(at, "Europe/Berlin", "en-GB")).toContain("06:30");
  expect(zoned(at, "Mars/Olympus", "en-GB")).toContain("Jul");
});

test("the list is read again just after the next time, and now and then", () => {
  const now = Date.parse("2027-07-01T04:30:00Z");
  expect(untilNext([{ next: ["2027-07-01T04:30:07Z", "2027-07-02T04:30:00Z"] }], now)).toBe(8_000);
  expect(untilNext([{ next: ["2027-07-01T04:29:00Z"] }], now)).toBe(20_000);
  expect(untilNext([], now)).toBe(20_000);
  expect(untilNext([{ next: ["2027-07-01T04:30:00.100Z"] }], now)).toBe(2_000);
});
