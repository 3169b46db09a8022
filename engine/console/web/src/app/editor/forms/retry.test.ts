/** Further tries as a form has them. */
import { expect, test } from "vitest";

import { durationSeconds, ERRORS, kindOfErrors, triesOf, withTries } from "./retry";

test("three tries are two further ones", () => {
  const retry = withTries(undefined, 3);
  expect(retry).toEqual({ delay: { seconds: 1 }, limit: { attempt: { count: 2 } } });
  expect(triesOf(retry)).toBe(3);
  expect(triesOf(undefined)).toBe(1);
  expect(withTries(retry, 1)).toBeUndefined();
});

test("what else the rule says stays", () => {
  const retry = withTries({ delay: "PT5S", when: ".x", limit: { duration: "PT1M" } }, 4);
  expect(retry).toEqual({
    delay: "PT5S",
    when: ".x",
    limit: { duration: "PT1M", attempt: { count: 3 } },
  });
});

test.each([
  ["PT1S", 1],
  ["P1DT2H", 93_600],
  [{ minutes: 2, seconds: 5 }, 125],
  [{ milliseconds: 500 }, 0.5],
  ["${ .x }", undefined],
])("%s", (duration, seconds) => {
  expect(durationSeconds(duration)).toBe(seconds);
});

test("which failures", () => {
  expect(kindOfErrors(undefined)).toBe("any");
  expect(kindOfErrors(ERRORS.communication)).toBe("communication");
  expect(kindOfErrors({ with: { status: 503 } })).toBe("other");
});
