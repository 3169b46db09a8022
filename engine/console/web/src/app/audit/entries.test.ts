/** Entries in words. */
import type { AuditEntry } from "@towpath/client";
import { expect, test } from "vitest";

import { actsOf, instantOf, outcomeOf, placeOf, wordsOf } from "./entries";

function entry(of: Partial<AuditEntry>): AuditEntry {
  return {
    at: "2027-01-01T10:00:00Z",
    phase: "done",
    request: "r1",
    who: "it@acme.example",
    action: "PUT /v1/policies/{name}",
    target: "/v1/policies/refunds",
    status: 200,
    ...of,
  };
}

test("before and after of a request are one act, where the newer one stood", () => {
  const acts = actsOf([
    entry({ request: "r2", status: 403 }),
    entry({}),
    entry({ phase: "asked", status: undefined as never }),
    entry({ request: "r3", phase: "asked", status: undefined as never }),
  ]);
  expect(acts.map((act) => [act.entry.request, act.asked !== undefined, outcomeOf(act)])).toEqual([
    ["r2", false, "refused"],
    ["r1", true, "done"],
    ["r3", true, "pending"],
  ]);
});

test("what is made has its id only in the result; documents of a folder are acts of their own", () => {
  const session = { action: "POST /v1/sessions" };
  const applied = { action: "APPLY /v1/policies/{name}" };
  const acts = actsOf([
    entry({ ...session, target: "/v1/sessions/ab12", status: 201 }),
    entry({ ...session, target: "/v1/sessions", phase: "asked" }),
    entry({ ...applied, target: "/v1/policies/one" }),
    entry({ ...applied, target: "/v1/policies/two" }),
  ]);
  expect(acts.map((act) => act.entry.target)).toEqual([
    "/v1/sessions/ab12",
    "/v1/policies/one",
    "/v1/policies/two",
  ]);
});

test.each([
  ["PUT /v1/policies/{name}", "/v1/policies/refunds", "saved the policy `refunds`"],
  [
    "POST /v1/workflows/{namespace}/{name}/publish",
    "/v1/workflows/support/refund/publish",
    "published `support/refund`",
  ],
  [
    "POST /v1/reviews/{namespace}/{name}/{version}/approve",
    "/v1/reviews/support/refund/1.1.0/approve",
    "approved `support/refund 1.1.0`",
  ],
  ["POST /v1/holds/{run}/{effect}/release", "/v1/holds/ab12/3/release", "released the held call `ab12/3`"],
  [
    "POST /v1/principals/{id}/disable",
    "/v1/principals/mia%40acme.example/disable",
    "disabled `mia@acme.example`",
  ],
  [
    "GET /v1/runs/{id}/journal unmasked: customer-data, order-data",
    "/v1/runs/ab12/journal",
    "read values in the journal of `ab12`, labelled customer-data, order-data",
  ],
  ["PATCH /v9/new/{thing}", "/v9/new/x", "PATCH `/v9/new/x`"],
])("%s", (action, target, text) => {
  expect(wordsOf(entry({ action, target }))).toBe(text);
});

test("where the page about it is", () => {
  expect(placeOf("PUT /v1/integrations/{name}/switch", "/v1/integrations/crm/switch")).toEqual({
    to: "/integrations/$integration",
    params: { integration: "crm" },
  });
  expect(placeOf("POST /v1/tokens", "/v1/tokens")).toBeUndefined();
});

test("a time of a field as the API wants it", () => {
  expect(instantOf("2027-01-01T10:00:00Z")).toBe("2027-01-01T10:00:00.000Z");
  expect(instantOf("")).toBeUndefined();
  expect(instantOf("soon")).toBeUndefined();
});
