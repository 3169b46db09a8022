/** The words of a circuit, sums over hosts, limits. */
import type { Traffic } from "@towpath/client";
import { expect, test } from "vitest";

import { callsOf, callsText, circuitText, hostText, limitsText, worstOf } from "./circuit";

const NOW = new Date(2027, 2, 12, 10, 5, 0);
const at = (hour: number, minute: number, second = 0) =>
  new Date(2027, 2, 12, hour, minute, second).toISOString();
const closed: Traffic = { circuit: "closed", failures: 0, onOpen: "fail", underWay: 2, waiting: 0 };
const open: Traffic = {
  ...closed,
  circuit: "open",
  failures: 10,
  since: at(10, 4),
  why: "it could not be reached",
  nextProbeAt: at(10, 5, 30),
};

test("what is away says since when, why, and when it is tried again", () => {
  expect(circuitText(open, NOW, "en-GB")).toBe(
    "Away since 10:04: it could not be reached; tried again at 10:05:30",
  );
});

test("a time to try it that has come is the next call", () => {
  expect(circuitText({ ...open, nextProbeAt: at(10, 4, 59) }, NOW, "en-GB")).toBe(
    "Away since 10:04: it could not be reached; the next call tries it",
  );
});

test("what is being tried says so, without a time of the next try", () => {
  expect(circuitText({ ...open, circuit: "half-open" }, NOW, "en-GB")).toBe(
    "Being tried; away since 10:04: it could not be reached",
  );
});

test("what is not known is left out; what takes calls needs no words", () => {
  expect(circuitText({ ...closed, circuit: "open" }, NOW)).toBe("Away");
  expect(circuitText({ ...closed, circuit: "half-open" }, NOW)).toBe("Being tried");
  expect(circuitText(closed, NOW)).toBeUndefined();
});

test("the worst host is away, the longest first; none where all take calls", () => {
  const tried: Traffic = { ...open, circuit: "half-open", since: at(9, 0), host: "tried.acme.example" };
  const later: Traffic = { ...open, since: at(10, 4), host: "later.acme.example" };
  const earlier: Traffic = { ...open, since: at(10, 3), host: "earlier.acme.example" };
  expect(worstOf([closed, tried, later, earlier])?.host).toBe("earlier.acme.example");
  expect(worstOf([closed, tried])?.host).toBe("tried.acme.example");
  expect(worstOf([closed])).toBeUndefined();
  expect(worstOf([])).toBeUndefined();
});

test("calls are summed over hosts", () => {
  const sum = callsOf([closed, { ...closed, underWay: 1, waiting: 12 }]);
  expect(sum).toEqual({ underWay: 3, waiting: 12 });
  expect(callsText(sum)).toBe("3 under way, 12 in line");
});

test("limits are in words, and only those that there are", () => {
  expect(limitsText({ ...closed, concurrency: 20, perSecond: 50, perMinute: 600 })).toBe(
    "At most 20 at once, 50 a second, 600 a minute",
  );
  expect(limitsText({ ...closed, perMinute: 600 })).toBe("At most 600 a minute");
  expect(limitsText(closed)).toBeUndefined();
});

test("hosts that a pattern names have no name of their own", () => {
  expect(hostText("api.acme.example")).toBe("api.acme.example");
  expect(hostText("*")).toBe("Hosts named by a pattern");
});
