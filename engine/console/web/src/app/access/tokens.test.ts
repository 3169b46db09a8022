/** Tokens and when somebody was last seen. */
import type { Token } from "@towpath/client";
import { expect, test } from "vitest";

import { endOf, seenOf, stateOf } from "./tokens";

const now = new Date("2027-06-01T00:00:00Z");
const token: Token = {
  id: "t1",
  name: "shop",
  principal: "shop",
  kind: "app",
  grants: [{ role: "app" }],
  mayView: [],
  createdAt: "2027-01-01T00:00:00Z",
  createdBy: "it",
  waiting: false,
};

test.each([
  [{}, "working"],
  [{ waiting: true }, "waiting"],
  [{ expiresAt: "2027-05-31T23:59:59Z" }, "expired"],
  [{ expiresAt: "2027-06-01T00:00:01Z" }, "working"],
  [{ waiting: true, revokedAt: "2027-05-01T00:00:00Z" }, "revoked"],
] as const)("%j: %s", (of, state) => {
  expect(stateOf({ ...token, ...of }, now)).toBe(state);
});

test("last seen is the newest use of a token", () => {
  const seen = seenOf([
    { ...token, principal: "mia", lastUsedAt: "2027-05-02T00:00:00Z" },
    { ...token, id: "t2", principal: "mia", lastUsedAt: "2027-05-03T00:00:00Z" },
    { ...token, id: "t3", principal: "ben" },
  ]);
  expect(seen.tokens.get("t1")).toBe("2027-05-02T00:00:00Z");
  expect(seen.tokens.has("t3")).toBe(false);
  expect(seen.principals.get("mia")).toBe("2027-05-03T00:00:00Z");
  expect(seen.principals.has("ben")).toBe(false);
});

test("when a new token ends", () => {
  expect(endOf("d30", now)).toBe("2027-07-01T00:00:00.000Z");
  expect(endOf("never", now)).toBeUndefined();
});
