/** Filters mean the same in the address, and for the server. */
import { expect, test } from "vitest";

import { dayOf, queryOf, rangeOf, readFilters } from "./filters";

const now = new Date("2027-03-12T12:00:00Z");
const ALWAYS = { from: -Infinity, to: Infinity };

test("what is not known in an address is left out", () => {
  expect(
    readFilters({ state: "exploded", span: "aeon", from: "yesterday", kind: "x", workflow: "" }),
  ).toEqual({
    kind: "real",
  });
});

test("held is told apart from other waiting", () => {
  const asked = (search: Record<string, string>) => queryOf(readFilters(search), "me@acme.example", ALWAYS);
  expect(asked({ state: "held", workflow: "support/returns" })).toEqual({
    held: true,
    namespace: "support",
    workflow: "returns",
    draft: false,
  });
  expect(asked({ state: "waiting" })).toEqual({ status: "waiting", held: false, draft: false });
  expect(asked({ state: "faulted", kind: "both" })).toEqual({ status: "faulted" });
  expect(asked({ workflow: "support/", kind: "both" })).toEqual({ namespace: "support" });
});

test("what runs failed with is asked for as it is in the address", () => {
  const search = {
    state: "faulted",
    code: "TP1136",
    error: "https://acme.example/late",
    step: "/do/2/refund",
  };
  expect(queryOf(readFilters(search), "me", ALWAYS)).toEqual({
    status: "faulted",
    errorCode: "TP1136",
    errorType: "https://acme.example/late",
    task: "/do/2/refund",
    draft: false,
  });
});

test("runs of a failure case are asked for by its id", () => {
  const search = { state: "faulted", workflow: "support/returns", case: "c1" };
  expect(queryOf(readFilters(search), "me", ALWAYS)).toEqual({
    status: "faulted",
    namespace: "support",
    workflow: "returns",
    failureCase: "c1",
    draft: false,
  });
});

test("whoever reads is named by their principal", () => {
  const asked = (by: string) => queryOf(readFilters({ by }), "me@acme.example", ALWAYS).startedBy;
  expect(asked("me")).toBe("me@acme.example");
  expect(asked("shop@acme.example")).toBe("shop@acme.example");
});

test("spans of time and days", () => {
  const asked = (search: Record<string, string>) => {
    const filters = readFilters(search);
    const { from, to } = queryOf(filters, "me", rangeOf(filters, now));
    return [from, to];
  };
  expect(asked({ span: "hour" })).toEqual(["2027-03-12T11:00:00.000Z", undefined]);
  const day = (text: string) => new Date(`${text}T00:00:00`).toISOString();
  expect(asked({ from: "2027-03-10", to: "2027-03-14" })).toEqual([day("2027-03-10"), day("2027-03-15")]);
  expect(asked({})).toEqual([undefined, undefined]);
});

test("a list may begin at a moment, which a field for days shows as its day", () => {
  const filters = readFilters({ from: "2027-03-11T12:00:00.000Z" });
  expect(queryOf(filters, "me", rangeOf(filters, now)).from).toBe("2027-03-11T12:00:00.000Z");
  expect(dayOf("2027-03-11T12:00:00.000Z")).toBe("2027-03-11");
  expect(dayOf("2027-03-10")).toBe("2027-03-10");
  expect(readFilters({ from: "2027-03-11Tnoon" })).toEqual({ kind: "real" });
  expect(readFilters({ to: "2027-03-11T12:00:00.000Z" })).toEqual({ kind: "real" });
});
