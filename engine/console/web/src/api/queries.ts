/**
 * What is kept of the server's answers. Queries name the topics that they depend on; a change of one of these on the
 * server makes them read again.
 */
import { MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { ProblemError, UnreachableError, type ChangeTopic } from "@towpath/client";

import { endSession } from "./session";

/** What a query depends on. Members that are absent mean any. */
export interface DependsOn {
  topics: readonly ChangeTopic[];
  namespace?: string;
  /** The bare name. */
  workflow?: string;
  id?: string;
}

declare module "@tanstack/react-query" {
  interface Register {
    queryMeta: { dependsOn?: DependsOn };
  }
}

/** Options of a query that is read again whenever what it depends on changes. */
export function live<T>(
  key: readonly unknown[],
  dependsOn: DependsOn,
  read: (signal: AbortSignal) => Promise<T>,
) {
  return queryOptions({ queryKey: key, queryFn: ({ signal }) => read(signal), meta: { dependsOn } });
}

/** The store of all answers. Any answer 401 ends the session, wherever it came from. */
export function newQueries(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: endWhereUnknown }),
    mutationCache: new MutationCache({ onError: endWhereUnknown }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        networkMode: "always",
        retry: (count, error) => count < 2 && isPassing(error),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** Whether the same request may succeed in a moment. */
export function isPassing(error: unknown): boolean {
  if (error instanceof UnreachableError) {
    return true;
  }
  return error instanceof ProblemError && (error.status === 429 || error.status >= 500);
}

function endWhereUnknown(error: unknown): void {
  if (error instanceof ProblemError && error.status === 401) {
    endSession();
  }
}
