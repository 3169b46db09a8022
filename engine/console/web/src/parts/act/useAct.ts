/** One change that a dialog asks for: what it does, what is said when it is done, and what is read again. */
import { useQueryClient } from "@tanstack/react-query";

import { say } from "../toast/toasts";
import { useOnce } from "./useOnce";

/** What a dialog needs of it. */
export interface Act<V> {
  /** Begins it, unless it is under way. */
  begin: (value: V) => void;
  isPending: boolean;
  /** Why it was not done; `null` where nothing went wrong. */
  error: Error | null;
}

/** What takes no value may be given one, as a dialog does that asks for no reason. */
type Anything = ReturnType<() => void> | string;

/** `touches` are the first parts of the keys of the queries that show what it changes. */
export function useAct<V = Anything, A = unknown>(of: {
  act: (value: V) => Promise<A>;
  done: string | ((answer: A) => string);
  touches: readonly string[];
  onDone: () => void;
}): Act<V> {
  const queries = useQueryClient();
  const { mutate, isPending, error } = useOnce<A, V>({
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
  return { begin: mutate, isPending, error };
}
