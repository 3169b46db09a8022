/** The lists that several pages show. A list of one page alone is in a file of its own beside this one. */
import { answer, type RunCounts, type RequestState } from "@towpath/client";

import { towpath, type QueryOf } from "./client";
import { live } from "./queries";
import type { RunFilter } from "./run";

/** The latest version of each workflow. */
export const workflows = live(["workflows"], { topics: ["workflows"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/workflows", { signal }))).workflows;
});

/** Drafts, the newest first. */
export const drafts = live(["drafts"], { topics: ["drafts", "workflows"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/drafts", { signal }))).items;
});

/** What waits for a decision; `canDecide` leaves out what others have to decide. */
export function inbox(canDecide: boolean) {
  const topics = ["reviews", "holds", "requests", "policies", "grants", "tokens"] as const;
  return live(["inbox", canDecide], { topics }, (signal) => {
    return answer(towpath.GET("/v1/inbox", { params: { query: canDecide ? { canDecide } : {} }, signal }));
  });
}

/** Requests for access, of one state or of all. */
export function requests(state?: RequestState) {
  return live(["requests", state ?? "all"], { topics: ["requests"] }, async (signal) => {
    const query = state === undefined ? {} : { state };
    return (await answer(towpath.GET("/v1/requests", { params: { query }, signal }))).requests;
  });
}

/** What happened to my workflows without me. */
export const notices = live(["notices"], { topics: ["notices"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/notices", { signal }))).notices;
});

/** Which figures. */
export type FiguresOf = QueryOf<"readStatistics">;

/** Counts and times of runs. They are not read with each run: once in a while is enough for a chart. */
export function statistics(of: FiguresOf = {}) {
  return {
    ...live(["statistics", of], { topics: ["workflows"] }, (signal) => {
      return answer(towpath.GET("/v1/statistics", { params: { query: of }, signal }));
    }),
    refetchInterval: 30_000,
  };
}

/** Workflows with their owners and what they reach, labels, integrations. */
export const estate = live(["estate"], { topics: ["workflows", "integrations", "grants"] }, (signal) => {
  return answer(towpath.GET("/v1/estate", { signal }));
});

/** What workflows can begin from. */
export const templates = live(["templates"], { topics: ["integrations"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/templates", { signal }))).items;
});

/** One page of runs, the newest first. */
export function runs(of: RunFilter = {}) {
  return live(["runs", of], { topics: ["runs"] }, (signal) => {
    return answer(towpath.GET("/v1/runs", { params: { query: of }, signal }));
  });
}

/** Whatever is called like this, of all kinds. */
export function search(text: string) {
  return live(["search", text], { topics: [] }, async (signal) => {
    return (await answer(towpath.GET("/v1/search", { params: { query: { q: text } }, signal }))).items;
  });
}

/** No run at all. */
export const NO_FIGURES: RunCounts = { started: 0, completed: 0, faulted: 0, cancelled: 0, held: 0 };
