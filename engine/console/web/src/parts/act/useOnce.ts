/** A change that is not begun while it is under way: neither by a second click nor by a second Enter. */
// The one place that may: everybody else begins changes by this.
// eslint-disable-next-line no-restricted-syntax
import { useMutation } from "@tanstack/react-query";
import { useQueryClient, type UseMutationOptions, type UseMutationResult } from "@tanstack/react-query";
import { useCallback, useId } from "react";

import { isBegun } from "./begun";

/** As `useMutation`, apart from keys: each place has one of its own. */
export function useOnce<A = unknown, V = void>(
  of: Omit<UseMutationOptions<A, Error, V>, "mutationKey">,
): UseMutationResult<A, Error, V> {
  const queries = useQueryClient();
  const id = useId();
  const change = useMutation({ ...of, mutationKey: ["act", id] });
  const begin = change.mutate;
  const mutate = useCallback<typeof begin>(
    (...all) => {
      if (!isBegun(queries, ["act", id])) {
        begin(...all);
      }
    },
    [queries, id, begin],
  );
  return { ...change, mutate };
}
