/** Whether a change is under way, as the store of the changes knows it. Pure. */
import type { QueryClient } from "@tanstack/react-query";

/**
 * Whether one of this key is. A page knows only after its next drawing that something began: two presses of Enter before
 * that would begin it twice.
 */
export function isBegun(queries: QueryClient, key: readonly unknown[]): boolean {
  return queries.isMutating({ mutationKey: [...key], exact: true }) > 0;
}
