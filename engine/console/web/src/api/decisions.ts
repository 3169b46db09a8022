/**
 * What people decide on: reviews, held calls, requests, grants, tokens. Each decision names the digest of what was shown,
 * so nobody decides on something that has changed meanwhile.
 */
import { answer } from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";

/** Where a review is. */
export interface ReviewPlace {
  namespace: string;
  name: string;
  version: string;
}

/** The saved cases of a workflow. */
export function casesOf(namespace: string, name: string) {
  return live(["cases", namespace, name], { topics: ["drafts"], namespace, workflow: name }, (signal) =>
    answer(
      towpath.GET("/v1/workflows/{namespace}/{name}/cases", {
        params: { path: { namespace, name } },
        signal,
      }),
    ),
  );
}

/** Where a held call is. */
export interface HoldPlace {
  run: string;
  effect: number;
}

/** One review, with everything needed to decide. */
export function review(place: ReviewPlace) {
  const { namespace, name, version } = place;
  const topics = ["reviews", "policies", "workflows"] as const;
  return live(["reviews", namespace, name, version], { topics }, (signal) =>
    answer(towpath.GET("/v1/reviews/{namespace}/{name}/{version}", { params: { path: place }, signal })),
  );
}

/** All reviews that wait. */
export const reviews = live(
  ["reviews", "inReview"],
  { topics: ["reviews", "policies", "workflows"] },
  async (signal) => {
    const query = { state: "inReview" } as const;
    return (await answer(towpath.GET("/v1/reviews", { params: { query }, signal }))).reviews;
  },
);

/** One held call. */
export function hold(place: HoldPlace) {
  return live(["holds", place.run, place.effect], { topics: ["holds"] }, (signal) =>
    answer(towpath.GET("/v1/holds/{run}/{effect}", { params: { path: place }, signal })),
  );
}

/** All held calls. */
export const holds = live(["holds"], { topics: ["holds"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/holds", { signal }))).holds;
});

/** One request. */
export function request(id: string) {
  return live(["requests", "one", id], { topics: ["requests", "policies"] }, (signal) =>
    answer(towpath.GET("/v1/requests/{id}", { params: { path: { id } }, signal })),
  );
}

/** One grant. */
export function grant(name: string) {
  return live(["grants", name], { topics: ["grants", "policies", "integrations"] }, (signal) =>
    answer(towpath.GET("/v1/grants/{name}", { params: { path: { name } }, signal })),
  );
}

/** The tokens, for those that wait for a second person. */
export const tokens = live(["tokens", "all"], { topics: ["tokens"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/tokens", { signal }))).tokens;
});

/** What becomes of a review. */
export type ReviewAct = "approve" | "request-changes" | "reject";

/** Decides a review. */
export async function decideReview(
  place: ReviewPlace,
  act: ReviewAct,
  digest: string,
  comment: string,
): Promise<void> {
  const init = {
    params: { path: place, header: { "If-Match": quoted(digest) } },
    body: commentOf(comment),
  };
  switch (act) {
    case "approve":
      await answer(towpath.POST("/v1/reviews/{namespace}/{name}/{version}/approve", init));
      return;
    case "reject":
      await answer(towpath.POST("/v1/reviews/{namespace}/{name}/{version}/reject", init));
      return;
    default:
      await answer(towpath.POST("/v1/reviews/{namespace}/{name}/{version}/request-changes", init));
  }
}

/** Sends a held call, or refuses it. */
export async function decideHold(
  place: HoldPlace,
  act: "release" | "decline",
  digest: string,
  comment: string,
): Promise<void> {
  const init = {
    params: { path: place, header: { "If-Match": quoted(digest) } },
    body: commentOf(comment),
  };
  await answer(
    act === "release"
      ? towpath.POST("/v1/holds/{run}/{effect}/release", init)
      : towpath.POST("/v1/holds/{run}/{effect}/decline", init),
  );
}

/** Puts the permit of a request in force: the drafted one, or `permit`. */
export function grantRequest(id: string, digest: string, permit: string | undefined, reason: string) {
  return answer(
    towpath.POST("/v1/requests/{id}/grant", {
      params: { path: { id }, header: { "If-Match": quoted(digest) } },
      body: {
        ...(permit === undefined ? {} : { permit }),
        ...(reason === "" ? {} : { reason }),
      },
    }),
  );
}

/** Declines a request. */
export async function rejectRequest(id: string, digest: string, reason: string): Promise<void> {
  await answer(
    towpath.POST("/v1/requests/{id}/reject", {
      params: { path: { id }, header: { "If-Match": quoted(digest) } },
      body: { reason },
    }),
  );
}

/** A grant covers what it permits as that is now. */
export async function confirmGrant(name: string, digest: string, reason: string): Promise<void> {
  await answer(
    towpath.POST("/v1/grants/{name}/confirm", {
      params: { path: { name }, header: { "If-Match": quoted(digest) } },
      body: reason === "" ? {} : { reason },
    }),
  );
}

/** A token works from now on. */
export async function confirmToken(id: string): Promise<void> {
  await answer(towpath.POST("/v1/tokens/{id}/confirm", { params: { path: { id } } }));
}

/** An entity tag of a digest. */
export function quoted(digest: string): string {
  return `"${digest}"`;
}

function commentOf(comment: string): { comment?: string } {
  return comment === "" ? {} : { comment };
}
