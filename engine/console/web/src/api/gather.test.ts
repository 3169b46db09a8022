/** Changes on the server make the right queries read again, and not too often. */
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { gather } from "./gather";
import { live } from "./queries";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a storm of changes is one reading of what it touches", async () => {
  const queries = new QueryClient();
  const stop = new AbortController();
  const read = { runs: 0, policies: 0 };
  const watch = (topic: "runs" | "policies") => {
    const options = live([topic], { topics: [topic] }, () => Promise.resolve((read[topic] += 1)));
    return new QueryObserver(queries, options).subscribe(() => undefined);
  };
  const unwatch = [watch("runs"), watch("policies")];
  await vi.advanceTimersByTimeAsync(10);
  expect(read).toEqual({ runs: 1, policies: 1 });

  const take = gather(queries, stop.signal);
  for (let count = 0; count < 100; count += 1) {
    take({ topic: "runs", id: String(count), at: "2027-01-01T00:00:00Z" });
  }
  await vi.advanceTimersByTimeAsync(600);
  expect(read).toEqual({ runs: 2, policies: 1 });

  take({ topic: "policies", at: "2027-01-01T00:00:00Z" });
  stop.abort();
  await vi.advanceTimersByTimeAsync(600);
  expect(read).toEqual({ runs: 2, policies: 1 });
  unwatch.forEach((end) => end());
});
