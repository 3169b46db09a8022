/** When everybody was last seen: by the last use of their tokens. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import { tokens } from "../../api/access";
import { seenOf, type Seen } from "./tokens";

/** Empty while nothing is known. */
export function useSeen(): Seen {
  const all = useQuery(tokens).data;
  return useMemo(() => seenOf(all ?? []), [all]);
}
