/** What is known of the session, from the first question to signing out. */
import type { Session } from "@towpath/client";
import { beforeEach, expect, test, vi } from "vitest";

import type * as Store from "./session";

const session: Session = {
  id: "s1",
  token: "t1",
  principal: "mia@acme.example",
  name: "mia",
  kind: "champion",
  grants: [
    { role: "champion", namespace: "support" },
    { role: "champion", namespace: "sales" },
    { role: "auditor" },
  ],
  mayView: [],
  csrf: "secret",
  createdAt: "2027-01-01T00:00:00Z",
  expiresAt: "2027-01-01T08:00:00Z",
  idleAt: "2027-01-01T01:00:00Z",
  lastUsedAt: "2027-01-01T00:00:00Z",
  method: "link",
  isCurrent: true,
};
let store: typeof Store;
beforeEach(async () => {
  vi.resetModules();
  store = await import("./session");
});

test("without a session before there is nothing to come back to", () => {
  store.endSession();
  expect(store.currentSession()).toEqual({ kind: "none" });
  expect(store.csrf()).toBeUndefined();
});

test("an ended session is remembered, so that its pages stay", () => {
  store.openSession(session);
  store.endSession();
  store.endSession();
  expect(store.currentSession()).toEqual({ kind: "ended", session });
  store.leaveSession();
  expect(store.currentSession()).toEqual({ kind: "none" });
});

test("roles are each told once, with where they hold", () => {
  expect(store.rolesOf(session)).toEqual(["champion", "auditor"]);
  expect(store.namespacesOf(session, "champion")).toEqual(["support", "sales"]);
  expect(store.namespacesOf(session, "auditor")).toBeUndefined();
});
