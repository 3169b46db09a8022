/** Commands that a page offers in the palette while it is open. */
import { useEffect, useSyncExternalStore } from "react";

import type { Command } from "./commands";

let offered: readonly Command[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly Command[]): void {
  offered = next;
  for (const listener of listeners) {
    listener();
  }
}

/** Offers these while the component is there. Keep the array the same while nothing in it changes. */
export function useOffer(commands: readonly Command[]): void {
  useEffect(() => {
    publish(commands);
    return () => publish([]);
  }, [commands]);
}

/** What the page offers now. */
export function useOffered(): readonly Command[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => offered,
  );
}
