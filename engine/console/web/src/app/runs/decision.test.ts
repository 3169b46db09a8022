/** Decisions are read as they come, whatever a newer server adds. */
import fc from "fast-check";
import { expect, test } from "vitest";

import { readDecision } from "./decision";

test("the strictest policy comes first, watching ones apart", () => {
  const read = readDecision({
    outcome: "deny",
    rules: [
      { policy: "support-reads", effect: "permit", mode: "enforce" },
      { policy: "soon", effect: "forbid", mode: "audit" },
      { policy: "refunds-over-200", effect: "forbid", mode: "enforce", error: true },
    ],
    reason: "Refunds over 200 euros go through finance.",
    contact: "finance@acme.example",
  });
  expect(read?.policies.map((one) => one.name)).toEqual(["refunds-over-200", "support-reads"]);
  expect(read?.policies[0]?.isBroken).toBe(true);
  expect(read?.watching).toEqual(["soon"]);
  expect(read?.contact).toBe("finance@acme.example");
});

test("who can release, in both forms of the server", () => {
  const waits = (one: unknown) => readDecision({ outcome: "hold", awaiting: [one] })?.waits[0];
  expect(waits({ policy: "p", approvers: { role: "approver", namespace: "support" } })?.who).toBe(
    "approver of support",
  );
  expect(waits({ policy: "p", title: "Large", by: "an approver of `support`" })?.who).toBe(
    "an approver of `support`",
  );
});

test("nothing crashes it", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void readDecision(value)));
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(readDecision({ outcome: "later", rules: value, awaiting: value, near: value })?.outcome).toBe(
        "later",
      );
    }),
  );
});
