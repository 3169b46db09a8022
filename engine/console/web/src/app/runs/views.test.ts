/** Views survive what a browser may have kept. */
import { expect, test } from "vitest";

import { filtersIn, isSame, readViews } from "./views";

test.each([null, "", "{", "3", '{"a":1}', "[null, 1, {}]"])("%s gives no view", (text) => {
  expect(readViews(text)).toEqual([]);
});

test("only filters are kept", () => {
  const text = JSON.stringify([{ name: "Failed", search: { state: "faulted", task: "/do/0", evil: 1 } }]);
  expect(readViews(text)).toEqual([{ name: "Failed", search: { state: "faulted" } }]);
});

test("views are told apart by their filters", () => {
  expect(isSame(filtersIn({ state: "held", sort: "x" }), { state: "held" })).toBe(true);
  expect(isSame(filtersIn({ state: "held" }), {})).toBe(false);
});
