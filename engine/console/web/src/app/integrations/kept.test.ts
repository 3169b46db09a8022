/** Keeping what is not saved yet. */
import { expect, test } from "vitest";

import { keep, readKept } from "./kept";

function storeOf(entries: Record<string, string> = {}) {
  const map = new Map(Object.entries(entries));
  return {
    getItem: (key: string) => map.get(key) ?? null,
    setItem: (key: string, value: string) => void map.set(key, value),
    removeItem: (key: string) => void map.delete(key),
  };
}

test("a change is kept, and forgotten when there is none", () => {
  const store = storeOf();
  keep(store, "crm", { text: "b", base: "a", tag: '"1"' });
  expect(readKept(store, "crm")).toEqual({ text: "b", base: "a", tag: '"1"' });
  expect(readKept(store, "orders")).toBeUndefined();
  keep(store, "crm", { text: "a", base: "a", tag: '"1"' });
  expect(readKept(store, "crm")).toBeUndefined();
});

test.each(["{", "null", "3", '{"text":1}'])("%s is nothing that was kept", (text) => {
  expect(readKept(storeOf({ "towpath integration crm": text }), "crm")).toBeUndefined();
});

test("a browser without room breaks nothing", () => {
  const full = {
    ...storeOf(),
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  expect(() => keep(full, "crm", { text: "b", base: "a", tag: undefined })).not.toThrow();
});
