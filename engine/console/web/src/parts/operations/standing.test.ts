/** What policies say, in the words of the pages. */
import type { CatalogFunction, EvaluatedAccess } from "@towpath/client";
import { expect, test } from "vitest";

import { accessName, probeOf, standingOf, standingsOf } from "./standing";

/** The description of the API leaves the members of an access open. */
const reached = (facts: object) => facts as EvaluatedAccess["access"];
const access = (members: Partial<EvaluatedAccess>): EvaluatedAccess => ({
  task: "/do/0/probe0",
  access: reached({ kind: "call", integration: "payments", operation: "refund" }),
  verdict: "allowed",
  rules: [],
  ...members,
});
const awaiting = { policy: "p", title: "Over 200", rule: "sha256:1", by: "an approver of `support`" };

test.each([
  [access({}), "allowed"],
  [access({ verdict: "atRunTime" }), "atRunTime"],
  [access({ verdict: "denied", reviews: [awaiting] }), "refused"],
  [access({ reviews: [awaiting], holds: [awaiting] }), "needsApproval"],
  [access({ verdict: "atRunTime", holds: [awaiting] }), "held"],
] as const)("the worst counts (%#)", (one, standing) => {
  expect(standingOf(one).standing).toBe(standing);
});

test("it says who decides and why", () => {
  expect(standingOf(access({ holds: [awaiting, awaiting] }))).toMatchObject({
    reason: "Over 200",
    by: ["an approver of `support`"],
  });
});

test("names of accesses", () => {
  expect(accessName(access({}))).toBe("payments.refund");
  expect(accessName(access({ access: reached({ kind: "respond" }) }))).toBe("answering the caller");
  expect(accessName(access({ access: reached({ kind: "teleport", url: "x" }) }))).toBe("teleport x");
});

test("a probe calls each operation with expressions for what it requires", () => {
  const functions = [
    { call: "crm.get:1.0.0@default", input: { type: "object", required: ["id"] } },
    { call: "crm.list:1.0.0@default", input: { type: "object" } },
  ] as unknown as CatalogFunction[];
  const probe = JSON.parse(probeOf(functions, "support", "x")) as { do: unknown[] };
  expect(probe.do[0]).toEqual({ probe0: { call: "crm.get:1.0.0@default", with: { id: '${ .["id"] }' } } });
  const found = standingsOf(functions, [access({ task: "" }), access({ task: "/do/1/probe1" })]);
  expect([...found.keys()]).toEqual(["crm.list:1.0.0@default"]);
});
