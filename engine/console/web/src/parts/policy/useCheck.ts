/** What the server says of a text as one types: findings and failing tests, or what it would change. */
import { useQuery } from "@tanstack/react-query";
import { ProblemError, type Diagnostic, type Impact } from "@towpath/client";
import { useEffect, useState } from "react";

import { impact } from "../../api/policies";
import { newly } from "./newly";

/** What is known of a text. */
export type Check =
  | { kind: "checking" }
  | { kind: "fine"; impact: Impact }
  | { kind: "found"; diagnostics: readonly Diagnostic[] }
  /** It could not be checked: no right to, or no connection. */
  | { kind: "failed"; error: unknown };

const SETTLE_MS = 400;
const OF = { days: 7, rerun: 0 };

/**
 * Checks `text` as the policy `name`, a moment after it was changed last. `against` is the text that it is compared with,
 * where one of this name is saved: what both change is not told.
 */
export function useCheck(name: string, text: string, isOn = true, against?: string): Check {
  const settled = useSettled(text);
  const query = useQuery({
    ...impact(OF, { [name]: settled }),
    enabled: isOn && name !== "",
    gcTime: 60_000,
    retry: false,
  });
  const before = useQuery({
    ...impact(OF, against === undefined ? {} : { [name]: against }),
    enabled: isOn && name !== "",
    retry: false,
  });
  if (settled !== text || query.isFetching || before.isLoading || (isOn && query.isPending)) {
    return { kind: "checking" };
  }
  if (query.error instanceof ProblemError && query.error.problem.diagnostics !== undefined) {
    return { kind: "found", diagnostics: query.error.problem.diagnostics.map((one) => ownOf(one, name)) };
  }
  if (query.isError) {
    return { kind: "failed", error: query.error };
  }
  return query.data === undefined
    ? { kind: "checking" }
    : { kind: "fine", impact: newly(query.data, before.data) };
}

/** The server names the policy before each message, since it checks all of them; beside the text that is known. */
export function ownOf(one: Diagnostic, name: string): Diagnostic {
  const prefix = `policy \`${name}\`: `;
  return one.message.startsWith(prefix) ? { ...one, message: one.message.slice(prefix.length) } : one;
}

/** The text once it has stayed the same for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
