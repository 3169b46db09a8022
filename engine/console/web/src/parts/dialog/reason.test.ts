/** A reason that is needed is more than spaces. */
import { expect, test } from "vitest";

import { reasonOf } from "./reason";

test("a needed reason has letters", () => {
  expect(reasonOf("", true)).toBeUndefined();
  expect(reasonOf(" \n", true)).toBeUndefined();
  expect(reasonOf(" the shop moves ", true)).toBe("the shop moves");
});

test("a possible one may be missing", () => {
  expect(reasonOf("  ", false)).toBe("");
});
