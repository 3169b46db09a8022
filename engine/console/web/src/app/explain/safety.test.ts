/** Dangers are told first, and what is not known is not made up. */
import type { CatalogFunction, Report } from "@towpath/client";
import { expect, test } from "vitest";

import { readDefinition } from "../../definition";
import { calledBy, operationFacts } from "./facts";
import { safetyOf, type Circumstances } from "./safety";

const definition = readDefinition(`document: { dsl: 1.0.3, namespace: support, name: returns, version: 1.0.0 }
do:
  - find: { call: "orders.find-order:1.0.0@default", with: { id: "\${ .id }" } }
  - safe:
      try:
        - pay: { call: "payments.refund:1.0.0@default", with: { order: "\${ .id }" } }
      catch: {}
`);
const operation = (
  name: string,
  effect: "read" | "write",
  idempotent: "no" | "natural",
): CatalogFunction => ({
  call: `${name}:1.0.0@default`,
  name,
  version: "1.0.0",
  title: name,
  owner: "it@acme.example",
  labels: [],
  effect,
  idempotent,
  input: {},
});
const functions = [
  operation("orders.find-order", "read", "natural"),
  operation("payments.refund", "write", "no"),
];
const nothing: Circumstances = {
  called: [],
  cases: undefined,
  open: undefined,
  starters: [],
  isOrphan: false,
  needsApproval: undefined,
};

test("operations know their tasks and what policies say", () => {
  const access = {
    task: "/do/1/safe/try/0/pay",
    verdict: "atRunTime",
    access: {},
    rules: [],
    holds: [{ policy: "p", title: "Large", rule: "sha256:0", by: "an approver" }],
  };
  const report = { publishable: true, diagnostics: [], accesses: [access] } as unknown as Report;
  const called = calledBy(definition, functions, report);
  expect(called.map(({ call, decision }) => [call, decision])).toEqual([
    ["orders.find-order:1.0.0@default", undefined],
    ["payments.refund:1.0.0@default", "held"],
  ]);
  expect(operationFacts(called).get("payments.refund:1.0.0@default")?.decision).toBe("held");
});

test("dangers first", () => {
  const called = calledBy(definition, functions, undefined);
  const points = safetyOf(definition, { ...nothing, called, cases: 0, open: 3, isOrphan: true });
  expect(points.map((point) => point.tone)).toEqual(["bad", "bad", "mind", "mind", "mind", "mind", "good"]);
  expect(points.some((point) => point.text.startsWith("1 call is without a try block"))).toBe(true);
  expect(points.at(-1)?.text).toContain("3 runs go on");
});

test("what is not known is left out", () => {
  expect(safetyOf(readDefinition("do: []"), nothing).map((point) => point.tone)).toEqual(["mind", "good"]);
});
