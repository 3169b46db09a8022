/** The rows of failure cases, their filters, and the runs that they are of. */
import type { FailureCase } from "@towpath/client";
import { expect, test } from "vitest";

import { beginOf, fitting, rowsOf, runsOf, searchOf } from "./rows";

const failure = (id: string, more: Partial<FailureCase>): FailureCase => ({
  id,
  namespace: "support",
  workflow: "returns",
  failure: { type: "https://serverlessworkflow.io/spec/1.0.0/errors/communication", task: "/do/2/refund" },
  state: "open",
  count: 3,
  firstAt: "2027-03-12T10:00:00Z",
  lastAt: "2027-03-12T12:00:00Z",
  examples: [],
  ...more,
});

const CASES = [
  failure("a", {}),
  failure("b", { failure: { type: "https://acme.example/x", code: "TP1136" }, state: "resolved" }),
  failure("c", { workflow: "stock", note: "the supplier is being called" }),
];
const rows = rowsOf(CASES, [{ namespace: "support", name: "returns", title: "Customer returns" }]);

test("a case is told by its workflow, its error and its step", () => {
  expect(rows.map(({ title, error, step }) => [title, error, step])).toEqual([
    ["Customer returns", "communication", "refund"],
    ["Customer returns", "TP1136", undefined],
    ["stock", "communication", "refund"],
  ]);
});

test("filters hold together", () => {
  const found = (...[text, shown]: [string, Parameters<typeof fitting>[2]]) =>
    fitting(rows, text, shown).map(({ of }) => of.id);
  expect(found("", "any")).toEqual(["a", "b", "c"]);
  expect(found("", "open")).toEqual(["a", "c"]);
  expect(found("customer tp1136", "any")).toEqual(["b"]);
  expect(found("supplier", "open")).toEqual(["c"]);
});

test("the runs of a case are asked for by its id, since the time that the page shows", () => {
  const from = "2027-03-11T12:00:00.000Z";
  expect(runsOf(failure("b", {}), from)).toEqual({
    namespace: "support",
    workflow: "returns",
    status: "faulted",
    failureCase: "b",
    from,
    draft: false,
  });
  expect(searchOf(failure("a", {}), undefined)).toEqual({
    state: "faulted",
    workflow: "support/returns",
    case: "a",
  });
});

test("cases that differ only by what one of them lacks are of different runs", () => {
  const type = "https://acme.example/late";
  const bare = failure("bare", { failure: { type } });
  const coded = failure("coded", { failure: { type, code: "TP1136", task: "/do/0/x" } });
  expect(runsOf(bare, undefined).failureCase).toBe("bare");
  expect(runsOf(coded, undefined).failureCase).toBe("coded");
  // Parts of the failure would mean any where they are absent.
  expect(Object.keys(runsOf(bare, undefined))).toEqual(Object.keys(runsOf(coded, undefined)));
  expect(searchOf(bare, undefined)).not.toEqual(searchOf(coded, undefined));
});

test("a span begins at a full hour", () => {
  const now = Date.parse("2027-03-12T12:34:56Z");
  expect(beginOf("day", now)).toBe("2027-03-11T12:00:00.000Z");
  expect(beginOf("all", now)).toBeUndefined();
});
