/** The smallest change between two texts. */
import fc from "fast-check";
import { expect, test } from "vitest";

import { changeOf } from "./change";

test("applying it gives the other text", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { from, to, insert } = changeOf(before, after);
      expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
      expect(to).toBeGreaterThanOrEqual(from);
    }),
  );
});
