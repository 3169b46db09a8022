/** What a few typed words mean. */
import { expect, test } from "vitest";

import { fitsText, titlesOf } from "./fits";

test("every word has to be in something, in any order, without case and accents", () => {
  expect(fitsText("order STATUS", "support/order-status", undefined)).toBe(true);
  expect(fitsText("status order", "Order", "Status of an order")).toBe(true);
  expect(fitsText("ruckgabe", "Rückgabe")).toBe(true);
  expect(fitsText("order refund", "Order status")).toBe(false);
  expect(fitsText("  ", "anything")).toBe(true);
});

test("two workflows of one name in two namespaces have a title each", () => {
  const titles = titlesOf([
    { namespace: "support", name: "returns", title: "Returns" },
    { namespace: "sales", name: "returns", title: "Goods that come back" },
  ]);
  expect(titles.get("sales/returns")).toBe("Goods that come back");
});
