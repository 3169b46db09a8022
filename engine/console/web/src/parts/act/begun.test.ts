/** A change that is under way is not begun a second time. */
import { MutationObserver, QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { isBegun } from "./begun";

test("a change is under way from the very call that begins it until its answer", async () => {
  const queries = new QueryClient({ defaultOptions: { mutations: { networkMode: "always" } } });
  const key = ["act", "one"];
  let answer: () => void = () => undefined;
  const act = new MutationObserver(queries, {
    mutationKey: key,
    mutationFn: () => new Promise<void>((resolve) => (answer = resolve)),
  });
  expect(isBegun(queries, key)).toBe(false);
  const settled = act.mutate();
  expect(isBegun(queries, key)).toBe(true);
  expect(isBegun(queries, ["act", "other"])).toBe(false);
  await Promise.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  answer();
  await settled;
  expect(isBegun(queries, key)).toBe(false);
});

test("a change that failed can be begun again", async () => {
  const queries = new QueryClient({ defaultOptions: { mutations: { networkMode: "always", retry: false } } });
  const key = ["act", "one"];
  const act = new MutationObserver(queries, {
    mutationKey: key,
    mutationFn: () => Promise.reject(new Error("not now")),
  });
  await expect(act.mutate()).rejects.toThrow("not now");
  expect(isBegun(queries, key)).toBe(false);
});
