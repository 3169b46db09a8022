/** One change that a dialog asks for: what it does, what is said when it is done, and what is read again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";

import { say } from "../toast/toasts";
import { isBegun } from "./begun";

/** What a dialog needs of it. */
export interface Act<V> {
  /** Begins it, unless it is under way. */
  begin: (value: V) => void;
  isPending: boolean;
  /** Why it was not done; `null` where nothing went wrong. */
  error: Error | null;
}

/** `touches` are the first parts of the keys of the queries that show what it changes. */
export function useAct<V = void, A = unknown>(of: {
  act: (value: V) => Promise<A>;
  done: string | ((answer: A) => string);
  touches: readonly string[];
  onDone: () => void;
}): Act<V> {
  const queries = useQueryClient();
  const id = useId();
  const key = ["act", id];
  const { mutate, isPending, error } = useMutation({
    mutationKey: key,
    mutationFn: of.act,
    onSuccess: (answer) => {
      say(typeof of.done === "string" ? of.done : of.done(answer));
      of.onDone();
    },
    // Also where it failed: what was shown may be another by now.
    onSettled: () => {
      void queries.invalidateQueries({
        predicate: ({ queryKey }) => of.touches.includes(String(queryKey[0])),
      });
    },
  });
  const begin = (value: V) => {
    if (!isBegun(queries, key)) {
      mutate(value);
    }
  };
  return { begin, isPending, error };
}
