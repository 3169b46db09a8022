/** Principals, their tokens and sessions. */
import { answer, answerTagged, type NewToken, type Role } from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";

/** Tokens, revoked and expired ones too. */
export const tokens = live(["tokens"], { topics: ["tokens"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/tokens", { signal }))).tokens;
});

/** People and apps. */
export const principals = live(["principals"], { topics: ["tokens"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/principals", { signal }))).principals;
});

/** One of them, with its tag. */
export function principal(id: string) {
  return live(["principals", id], { topics: ["tokens"] }, (signal) => {
    return answerTagged(towpath.GET("/v1/principals/{id}", { params: { path: { id } }, signal }));
  });
}

/** Sessions of everybody. */
export const allSessions = live(["sessions", "all"], { topics: ["tokens"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/sessions", { params: { query: { all: true } }, signal }))).sessions;
});

/** Makes a token; its secret is in the answer, this once. */
export function createToken(body: NewToken) {
  return answer(towpath.POST("/v1/tokens", { body }));
}

/** Takes a token away, at once. */
export function revokeToken(id: string) {
  return answer(towpath.DELETE("/v1/tokens/{id}", { params: { path: { id } } }));
}

/** The second person's word for a token. */
export function confirmToken(id: string) {
  return answer(towpath.POST("/v1/tokens/{id}/confirm", { params: { path: { id } } }));
}

/** A link that signs in once. */
export function signInLink(tokenId: string) {
  return answer(towpath.POST("/v1/sign-in-links", { body: { tokenId } }));
}

/** While it is disabled none of its tokens works. */
export function disablePrincipal(id: string, reason: string) {
  return answer(towpath.POST("/v1/principals/{id}/disable", { params: { path: { id } }, body: { reason } }));
}

/** Its tokens work again. */
export function enablePrincipal(id: string) {
  return answer(towpath.POST("/v1/principals/{id}/enable", { params: { path: { id } } }));
}

/** Makes a principal before its first token, or changes its title and kind. */
export function writePrincipal(
  id: string,
  details: { title?: string; kind?: Role },
  tag: string | undefined,
) {
  const header = tag === undefined ? { "If-None-Match": "*" } : { "If-Match": tag };
  return answer(towpath.PUT("/v1/principals/{id}", { params: { path: { id }, header }, body: details }));
}
