/**
 * Keeps what is shown up to date: one stream of changes for the whole page. A change makes the queries that depend on
 * it read again, at most once in half a second; a reset makes all of them.
 */
import type { QueryClient } from "@tanstack/react-query";
import { ProblemError, type Change } from "@towpath/client";
import { useSyncExternalStore } from "react";

import { towpath } from "./client";
import { endSession } from "./session";
import { gather } from "./gather";

/** Whether changes arrive. */
export type Connection = { kind: "connected" } | { kind: "lost"; since: string };

/** A stream that comes back this soon was never missed. */
const PATIENCE_MS = 4000;

let connection: Connection = { kind: "connected" };
const listeners = new Set<() => void>();
/** Wakes a stream that waits for its next attempt. */
let stopWaiting: (() => void) | undefined;

/** Whether the page is connected, for the banner. */
export function useConnection(): Connection {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connection,
  );
}

/** Tries to connect now instead of after the wait. */
export function reconnect(): void {
  stopWaiting?.();
}

/** Follows the changes until `signal` aborts. */
export async function followChanges(queries: QueryClient, signal: AbortSignal): Promise<void> {
  const gathered = gather(queries, signal);
  while (!signal.aborted) {
    // A new stream after the browser is online again, or when a person asks: the wait before is cut short.
    const once = new AbortController();
    stopWaiting = () => once.abort();
    try {
      await followOnce(queries, gathered, AbortSignal.any([signal, once.signal]));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) {
        endSession();
      }
      return;
    }
  }
}

async function followOnce(queries: QueryClient, gathered: (change: Change) => void, signal: AbortSignal) {
  let wasLost = connection.kind === "lost";
  for await (const event of towpath.changes({}, signal)) {
    if (event.kind === "change") {
      gathered(event.change);
    } else if (event.kind === "reset") {
      await queries.invalidateQueries();
    } else if (event.kind === "lost") {
      wasLost = true;
      publish({
        kind: "lost",
        since: connection.kind === "lost" ? connection.since : new Date().toISOString(),
      });
    } else {
      publish({ kind: "connected" });
      if (wasLost) {
        wasLost = false;
        await queries.invalidateQueries();
      }
    }
  }
}

/** Whether the loss lasts long enough to be told. */
export function isWorthTelling(state: Connection, now: Date): boolean {
  return state.kind === "lost" && now.getTime() - Date.parse(state.since) >= PATIENCE_MS;
}

function publish(next: Connection): void {
  if (next.kind === connection.kind) {
    return;
  }
  connection = next;
  for (const listener of listeners) {
    listener();
  }
}
