/** All operations with how each stands for one workflow. */
import { useQuery } from "@tanstack/react-query";
import type { CatalogFunction, Report } from "@towpath/client";
import { useMemo } from "react";

import { checkText, functions } from "../../api/editing";
import { live } from "../../api/queries";
import { probeOf, standingsOf, type Stands } from "./standing";

/** An operation, and what policies say of calling it from there. */
export interface Operation extends CatalogFunction {
  stands: Stands | undefined;
}

/** So many operations are asked for in one check. */
const AT_ONCE = 80;

/** How operations stand for a workflow of this name: policies may name workflows. */
export function standings(all: readonly CatalogFunction[], namespace: string, name: string) {
  const key = ["standings", namespace, name, all.map(({ call }) => call).join(" ")];
  const topics = ["policies", "grants", "integrations"] as const;
  return live(key, { topics }, async (signal) => {
    const found = new Map<string, Stands>();
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const some = all.slice(from, from + AT_ONCE);
      const report: Report = await checkText(namespace, probeOf(some, namespace, name), signal);
      standingsOf(some, report.accesses).forEach((stands, call) => found.set(call, stands));
    }
    return found;
  });
}

/** The operations, as far as they are known. `query` tells of loading and failing. */
export function useOperations(namespace: string, name: string) {
  const query = useQuery(functions);
  const all = query.data;
  const asked = useQuery({
    ...standings(all ?? [], namespace, name === "" ? "new-workflow" : name),
    enabled: all !== undefined && namespace !== "",
  });
  const operations = useMemo(
    () => (all ?? []).map((one): Operation => ({ ...one, stands: asked.data?.get(one.call) })),
    [all, asked.data],
  );
  return { query, operations, standingError: asked.error };
}
