/** What is shown of values. */
import { expect, test } from "vitest";

import { shownOf, summary } from "./cut";

test("marks of the server are no values", () => {
  expect(shownOf({ $masked: ["customer-data"] })).toEqual({ kind: "masked", labels: ["customer-data"] });
  expect(shownOf({ $cut: 65_536 })).toEqual({ kind: "cut", size: 65_536 });
  expect(shownOf({ $masked: ["x"], more: 1 }).kind).toBe("object");
  expect(shownOf(null)).toEqual({ kind: "plain", text: "null" });
});

test("summaries end in time, even for huge values", () => {
  expect(summary({ order: { id: "o-1", items: [1, true, null] } }, 80, "hidden")).toBe(
    '{order: {id: "o-1", items: [1, true, null]}}',
  );
  expect(summary({ name: { $masked: ["customer-data"] } }, 80, "hidden")).toBe("{name: hidden}");
  const huge = Array.from({ length: 200_000 }, () => ({ text: "x".repeat(100) }));
  expect(summary(huge, 40, "hidden")).toHaveLength(40);
});
