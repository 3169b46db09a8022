/** When everybody was last seen, as far as sessions and the newest changes tell. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { allSessions } from "../../api/access";
import { auditEntries } from "../../api/audit";
import { seenOf, type Seen } from "./tokens";

/** The newest changes that are looked at. */
const LATEST = { phase: "done", limit: 1000 } as const;

/** Empty while nothing is known. */
export function useSeen(): Seen {
  const sessions = useQuery(allSessions).data;
  const entries = useQuery(auditEntries(LATEST)).data;
  return useMemo(() => seenOf(sessions ?? [], entries ?? []), [sessions, entries]);
}
