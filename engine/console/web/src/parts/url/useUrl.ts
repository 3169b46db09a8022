/** State that lives in the address: filters, sorting, the chosen tab. It survives a reload and can be sent to others. */
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

import type { Search } from "./search";

/** The text of `name` in the query of the address, and how to replace it. An empty text takes it out. */
export function useUrl(name: string, fallback = ""): readonly [string, (value: string) => void] {
  const search = useSearch({ strict: false });
  const change = useUrlChange();
  const set = useCallback(
    (value: string) => change({ [name]: value === fallback ? undefined : value }),
    [change, name, fallback],
  );
  return [search[name] ?? fallback, set];
}

/** The same for one of a few known values; anything else in the address counts as `fallback`. */
export function useUrlChoice<T extends string>(
  name: string,
  choices: readonly T[],
  fallback: T,
): readonly [T, (value: T) => void] {
  const [text, set] = useUrl(name, fallback);
  return [choices.find((choice) => choice === text) ?? fallback, set];
}

/** Changes several at once, without a new entry in the history. */
export function useUrlChange(): (changes: Record<string, string | undefined>) => void {
  const navigate = useNavigate();
  return useCallback(
    (changes: Record<string, string | undefined>) => {
      const search = (old: Search) => ({ ...old, ...changes });
      void navigate({ to: ".", search, replace: true, resetScroll: false });
    },
    [navigate],
  );
}
