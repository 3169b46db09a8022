/** Collects changes for a moment, then makes the queries read again that one of them touches. */
import type { QueryClient } from "@tanstack/react-query";
import type { Change } from "@towpath/client";

import { touches } from "./touches";

/** A hundred runs a second make a list read again twice, not a hundred times. */
const GATHER_MS = 500;

/** Takes changes until `signal` aborts. */
export function gather(queries: QueryClient, signal: AbortSignal): (change: Change) => void {
  let changes: Change[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  signal.addEventListener("abort", () => clearTimeout(timer));
  return (change) => {
    changes.push(change);
    timer ??= setTimeout(() => {
      const all = changes;
      changes = [];
      timer = undefined;
      void queries.invalidateQueries({
        predicate: (query) => all.some((one) => touches(one, query.meta?.dependsOn)),
      });
    }, GATHER_MS);
  };
}
