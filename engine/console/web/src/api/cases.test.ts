/** Saved cases, read from answers. */
import { expect, test } from "vitest";

import { casesIn } from "./cases";

test("a case keeps all of its members", () => {
  const saved = { name: "refund", input: { amount: 5 }, answers: [] };
  expect(casesIn([saved])).toEqual([saved]);
});

test("a name that is no text is an empty one", () => {
  expect(casesIn([{ input: 1 }, { name: 7 }]).map(({ name }) => name)).toEqual(["", ""]);
});
