/** Whether the palette is open. */
import { useSyncExternalStore } from "react";

let isOpen = false;
const listeners = new Set<() => void>();

/** Opens it. */
export function openPalette(): void {
  set(true);
}

/** Closes it. */
export function closePalette(): void {
  set(false);
}

/** Whether it is open, for the shell. */
export function usePalette(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen,
  );
}

function set(value: boolean): void {
  isOpen = value;
  for (const listener of listeners) {
    listener();
  }
}
