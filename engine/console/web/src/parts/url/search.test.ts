/** Addresses say what they mean, and mean the same after a reload. */
import fc from "fast-check";
import { expect, test } from "vitest";

import { parseSearch, stringifySearch } from "./search";

test("addresses are readable", () => {
  expect(stringifySearch({ workflow: "support/returns", status: "faulted", q: "", none: undefined })).toBe(
    "?workflow=support/returns&status=faulted",
  );
  expect(stringifySearch({})).toBe("");
});

test("any text survives", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1, unit: "grapheme" })),
      (search) => {
        expect(parseSearch(stringifySearch(search))).toEqual({ ...search });
      },
    ),
  );
});
