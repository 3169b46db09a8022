/** The rows of the list: page after page of the server, sifted, and live near the newest. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Run } from "@towpath/client";
import { useEffect, useMemo, useState } from "react";

import { readRuns } from "../../api/run";
import { useMe } from "../../api/session";
import { beforeTime, isSifted, isWanted, queryOf, rangeOf, type Filters } from "./filters";

const PAGE = 100;
/** When rows are sifted here, pages are as large as the server allows. */
const LARGE_PAGE = 200;
/** So many pages are read again when something changes; beyond, the reader is told. */
const LIVE_PAGES = 3;
/** So many runs are looked through before somebody has to ask for more. */
const PATIENCE = 2000;

/** What the list needs. */
export function useRuns(filters: Filters) {
  const me = useMe().principal;
  const range = useRange(filters);
  const [pageCount, setPageCount] = useState(1);
  const isLive = pageCount <= LIVE_PAGES;
  const query = queryOf(filters);
  const limit = isSifted(filters) ? LARGE_PAGE : PAGE;
  const pages = useInfiniteQuery({
    queryKey: ["runs", "list", query, limit, range.to],
    queryFn: ({ pageParam, signal }) => {
      return readRuns({ ...query, limit, ...(pageParam === "" ? {} : { before: pageParam }) }, signal);
    },
    initialPageParam: beforeTime(range.to) ?? "",
    getNextPageParam: (page) => {
      const oldest = page.runs.at(-1);
      const isBeyond = oldest !== undefined && Date.parse(oldest.startedAt) < range.from;
      return isBeyond ? undefined : (page.next ?? undefined);
    },
    ...(isLive ? { meta: { dependsOn: { topics: ["runs", "holds"] } } } : { refetchOnWindowFocus: false }),
  });
  const read = pages.data?.pages;
  useEffect(() => setPageCount(read?.length ?? 1), [read?.length]);
  const all = useMemo(() => distinct(read?.flatMap((page) => page.runs) ?? []), [read]);
  const rows = useMemo(
    () => all.filter((run) => isWanted(run, filters, me, range)),
    [all, filters, me, range],
  );
  return { pages, rows, all, isLive };
}

/** Whether the next page may be read without being asked: not after many in vain. */
export function usePatience(looked: number, found: number, key: string) {
  const [asked, setAsked] = useState({ key, looked: 0, found: 0 });
  const since = asked.key === key ? asked : { key, looked: 0, found: 0 };
  const isPatient = looked - since.looked < PATIENCE || found > since.found;
  return { isPatient, goOn: () => setAsked({ key, looked, found }) };
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
