/** The rows of the list: page after page of the server, live near the newest. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useEffect, useMemo, useState } from "react";

import { readRuns } from "../../api/run";
import { useMe } from "../../api/session";
import { queryOf, rangeOf, type Filters } from "./filters";

const PAGE = 100;
/** So many pages are read again when something changes; beyond, the reader is told. */
const LIVE_PAGES = 3;

/** What the list needs. */
export function useRuns(filters: Filters) {
  const me = useMe().principal;
  const range = useRange(filters);
  const [pageCount, setPageCount] = useState(1);
  const isLive = pageCount <= LIVE_PAGES;
  const query = queryOf(filters, me, range);
  const pages = useInfiniteQuery({
    queryKey: ["runs", "list", query],
    queryFn: ({ pageParam, signal }) => {
      return readRuns({ ...query, limit: PAGE, ...(pageParam === "" ? {} : { before: pageParam }) }, signal);
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    ...(isLive ? { meta: { dependsOn: { topics: ["runs", "holds"] } } } : { refetchOnWindowFocus: false }),
  });
  const read = pages.data?.pages;
  useEffect(() => setPageCount(read?.length ?? 1), [read?.length]);
  const rows = useMemo(() => distinct(read?.flatMap((page) => page.runs) ?? []), [read]);
  return { pages, rows, isLive, query };
}

/** The range of time; a span ends now, and begins anew only when the filters change. */
function useRange(filters: Filters) {
  const { span, from, to } = filters;
  return useMemo(() => {
    const only = {
      kind: "both" as const,
      ...(span === undefined ? {} : { span }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    };
    return rangeOf(only, new Date());
  }, [span, from, to]);
}

/** A run may be in two pages when others began in between. */
function distinct(runs: readonly Run[]): Run[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}
