/** One run: what it is, what its tasks did, what was recorded, what it waits for. */
import { answer, type RerunPlan, type RerunRequest, type Run } from "@towpath/client";

import { towpath, type QueryOf } from "./client";
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

/** Which runs, as the list asks for them. */
export type RunFilter = QueryOf<"listRuns">;

/** The same without its pages; the list, acts on many runs and the failure cases ask alike. */
export type Which = Omit<RunFilter, "limit" | "before">;

/** One page of the list of runs. */
export function readRuns(query: RunFilter, signal: AbortSignal) {
  return answer(towpath.GET("/v1/runs", { params: { query }, signal }));
}

/** Cancels a run; with `isForced` it does not wait for the answer of a write under way. */
export function cancelRun(id: string, isForced: boolean): Promise<Run> {
  const body = isForced ? { force: true } : {};
  return answer(towpath.POST("/v1/runs/{id}/cancel", { params: { path: { id } }, body }));
}

/** It starts nothing until it is resumed. */
export function suspendRun(id: string, reason: string): Promise<Run> {
  return answer(towpath.POST("/v1/runs/{id}/suspend", { params: { path: { id } }, body: { reason } }));
}

/** It goes on where it was. */
export function resumeRun(id: string): Promise<Run> {
  return answer(towpath.POST("/v1/runs/{id}/resume", { params: { path: { id } } }));
}

/** How a run is run again. */
export type Again = Pick<RerunRequest, "from" | "version">;

/** What running it again would repeat; nothing is started. */
export function againPlan(id: string, again: Again) {
  return live(["one run", "again", id, again], { topics: [], id }, async (signal) => {
    const params = { path: { id } };
    const plan = await answer(towpath.POST("/v1/runs/{id}/rerun", { params, body: again, signal }));
    if (!("digest" in plan)) {
      throw new TypeError("a run is the answer, not a plan");
    }
    return plan;
  });
}

/** Runs it again as `plan` has it; the same key again joins the run that it started. */
export async function runAgain(id: string, again: Again, plan: RerunPlan, key: string): Promise<string> {
  const params = { path: { id }, header: { "Idempotency-Key": key } };
  const body = { ...again, confirm: plan.digest };
  const started = await answer(towpath.POST("/v1/runs/{id}/rerun", { params, body }));
  if ("digest" in started) {
    throw new TypeError("a plan is the answer, not a run");
  }
  return started.id;
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
  if (!(blob instanceof Blob)) {
    throw new TypeError("a receipt is a file");
  }
  return blob;
}
