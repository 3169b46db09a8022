/** Keys of calls from the page. */
import { expect, test } from "vitest";

import { isSpent } from "./idempotency";

const made = { key: "k1", input: { orderId: "o-1" } };

test("another input needs another key", () => {
  expect(isSpent("k1", { orderId: "o-2" }, made)).toBe(true);
  expect(isSpent("k1", undefined, made)).toBe(true);
});

test("the same call once more keeps its key, and so does a key that was never used", () => {
  expect(isSpent("k1", { orderId: "o-1" }, made)).toBe(false);
  expect(isSpent("k2", { orderId: "o-2" }, made)).toBe(false);
  expect(isSpent("k1", { orderId: "o-2" }, undefined)).toBe(false);
});
