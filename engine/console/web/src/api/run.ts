/** One run: what it is, what its tasks did, what was recorded, what it waits for. */
import { answer } from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";

/** The run with its output or its error. */
export function run(id: string) {
  return live(["one run", id], { topics: ["runs", "holds"], id }, (signal) =>
    answer(towpath.GET("/v1/runs/{id}", { params: { path: { id } }, signal })),
  );
}

/** What each task was given and gave. */
export function trace(id: string) {
  return live(["one run", "trace", id], { topics: ["runs", "holds"], id }, (signal) =>
    answer(towpath.GET("/v1/runs/{id}/trace", { params: { path: { id } }, signal })),
  );
}

/** What was recorded of it: here for its input and how it began. */
export function journal(id: string) {
  return live(["one run", "journal", id], { topics: [], id }, (signal) =>
    answer(towpath.GET("/v1/runs/{id}/journal", { params: { path: { id } }, signal })),
  );
}

/** The calls of a run that wait for a person; only for those who may read holds. */
export function holdsOf(id: string) {
  return live(["one run", "holds", id], { topics: ["holds", "runs"], id }, async (signal) => {
    const all = await answer(towpath.GET("/v1/holds", { signal }));
    return all.holds.filter((hold) => hold.run === id);
  });
}

/** The text of a version. It never changes. */
export function definitionText(namespace: string, name: string, version?: string) {
  return live(
    ["one run", "definition", namespace, name, version ?? "latest"],
    { topics: version === undefined ? ["workflows"] : [], namespace, workflow: name },
    (signal) =>
      answer(
        towpath.GET("/v1/workflows/{namespace}/{name}/definition", {
          params: { path: { namespace, name }, query: version === undefined ? {} : { version } },
          parseAs: "text",
          signal,
        }),
      ),
  );
}

/** Which runs, and from where on. */
export interface RunsPage {
  namespace?: string;
  workflow?: string;
  status?: "running" | "waiting" | "completed" | "faulted" | "cancelled";
  /** Whether it waits for a person to release a call. */
  held?: boolean;
  draft?: boolean;
  startedBy?: string;
  /** Times of the start; `to` is not within. */
  from?: string;
  to?: string;
  limit: number;
  /** Older than this. */
  before?: string;
}

/** One page of the list of runs. */
export function readRuns(query: RunsPage, signal: AbortSignal) {
  return answer(towpath.GET("/v1/runs", { params: { query }, signal }));
}

/** Cancels a run. */
export function cancelRun(id: string) {
  return answer(towpath.POST("/v1/runs/{id}/cancel", { params: { path: { id } } }));
}

/** A case made of a run. */
export function fixture(id: string) {
  return answer(towpath.GET("/v1/runs/{id}/fixture", { params: { path: { id } } }));
}

/** The receipt of a run, byte for byte as it was signed. */
export async function receipt(id: string): Promise<Blob> {
  const blob: unknown = await answer(
    towpath.GET("/v1/runs/{id}/receipt", { params: { path: { id } }, parseAs: "blob" }),
  );
  return blob as Blob;
}
