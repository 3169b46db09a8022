/** The rows of the list and its filters. */
import type { Schedule } from "@towpath/client";
import { expect, test } from "vitest";

import { fitting, rowsOf } from "./rows";

const schedule = (name: string, state: Schedule["state"], namespace = "support"): Schedule => ({
  namespace,
  name,
  state,
  version: "1.0.0",
  owner: "ana@acme.example",
  cron: "0 8 * * *",
  missed: "latest",
  overlap: "allow",
  next: [],
});

const rows = rowsOf(
  [schedule("returns", "active"), schedule("reminders", "paused"), schedule("stock", "stopped", "shop")],
  [{ namespace: "support", name: "returns", title: "Customer returns" }],
);
const found = (...[text, namespace, shown]: [string, string, Parameters<typeof fitting>[3]]) =>
  fitting(rows, text, namespace, shown).map(({ title }) => title);

test("rows are called as their workflows are", () => {
  expect(rows.map(({ title }) => title)).toEqual(["Customer returns", "reminders", "stock"]);
});

test("filters hold together", () => {
  expect(found("", "", "")).toHaveLength(3);
  expect(found("customer", "", "")).toEqual(["Customer returns"]);
  expect(found("ANA support/re", "", "")).toEqual(["Customer returns", "reminders"]);
  expect(found("", "shop", "")).toEqual(["stock"]);
  expect(found("", "", "paused")).toEqual(["reminders"]);
  expect(found("customer", "", "paused")).toEqual([]);
});
