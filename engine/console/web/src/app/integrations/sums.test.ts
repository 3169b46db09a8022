/** Figures of an integration. */
import type { EstateIntegration } from "@towpath/client";
import { expect, test } from "vitest";

import { figuresOf, kindIn, partsOf } from "./sums";

test("sums over operations; a workflow counts once", () => {
  const operation = { version: "1.0.0", title: "x", effect: "read" as const, labels: [] };
  const of: EstateIntegration = {
    name: "crm",
    title: "Customers",
    owner: "it",
    circuit: "closed",
    isSwitchedOff: false,
    operations: [
      { ...operation, name: "a", workflows: ["s/one", "s/two"], callsPerDay: 1.5, failuresPerDay: 0.5 },
      { ...operation, name: "b", workflows: ["s/one"], callsPerDay: 2, failuresPerDay: 0 },
    ],
    secrets: [
      { name: "key", isPresent: false },
      { name: "token", isPresent: true },
    ],
  };
  expect(figuresOf(of)).toEqual({
    callsPerDay: 3.5,
    failuresPerDay: 0.5,
    workflows: ["s/one", "s/two"],
    missing: 1,
  });
});

test.each([
  ["integration: a\nkind: http # ours", "http"],
  ['kind: "sql"', "sql"],
  ['{"integration": "a", "kind": "web"}', "web"],
  ["input:\n  kind: http", ""],
])("%j is of the kind %j", (text, kind) => {
  expect(kindIn(text)).toBe(kind);
});

test("a workflow in its parts", () => {
  expect(partsOf("support/refund")).toEqual({ namespace: "support", name: "refund" });
});
