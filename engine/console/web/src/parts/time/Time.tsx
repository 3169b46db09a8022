/** A moment, and how long something took or takes. Both move on by themselves. */
import { useSyncExternalStore } from "react";

import { absolute, duration, relative } from "./format";

const TICK_MS = 10_000;
let present = new Date();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** The present, renewed every ten seconds by one clock for the whole page. */
export function useNow(): Date {
  return useSyncExternalStore(listen, () => present);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    present = new Date();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  present = new Date();
  for (const listener of listeners) {
    listener();
  }
}

/** `3 minutes ago`; the exact time when pointed at, and with `isExact` beside it. */
export function Time({ at, isExact = false }: { at: string; isExact?: boolean }) {
  const now = useNow();
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) {
    return <>{at}</>;
  }
  // A moment after the last tick is in the past, not in the future.
  const since = new Date(Math.max(now.getTime(), moment.getTime() < Date.now() ? moment.getTime() : 0));
  return (
    <time dateTime={at} title={absolute(moment)}>
      {relative(moment, since)}
      {isExact ? ` (${absolute(moment)})` : null}
    </time>
  );
}

/** From one moment to another; without an end it goes on. */
export function Duration({ from, to }: { from: string; to?: string | null | undefined }) {
  const now = useNow();
  const end = to === undefined || to === null ? Math.max(now.getTime(), Date.parse(from)) : Date.parse(to);
  return <span>{duration(end - Date.parse(from))}</span>;
}
