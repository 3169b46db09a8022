/** Signing in and out, and the list of sessions. */
import type { QueryClient } from "@tanstack/react-query";
import { answer, ProblemError, type Session } from "@towpath/client";

import { isSamePerson, towpath, type Proof } from "./client";
import { live } from "./queries";
import { currentSession, endSession, leaveSession, openSession } from "./session";

/** Finds the session of the cookie, at the start of the page. Throws where the server is not reached. */
export async function findSession(): Promise<void> {
  try {
    openSession(await answer(towpath.GET("/v1/sessions/current")));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      endSession();
    } else {
      throw error;
    }
  }
}

/** Signs in. What was shown to somebody else is forgotten; for the same person it is read again. */
export async function signIn(queries: QueryClient, proof: Proof): Promise<Session> {
  const before = currentSession();
  const session = await answer(towpath.POST("/v1/sessions", { body: proof }));
  if (before.kind === "ended" && isSamePerson(before.session, session)) {
    openSession(session);
    await queries.invalidateQueries();
  } else {
    queries.clear();
    openSession(session);
  }
  return session;
}

/** Signs out here. */
export async function signOut(queries: QueryClient): Promise<void> {
  try {
    await answer(towpath.DELETE("/v1/sessions/current"));
  } catch (error) {
    if (!(error instanceof ProblemError && error.status === 401)) {
      throw error;
    }
  }
  queries.clear();
  leaveSession();
}

/** My sessions, on every device. */
export const sessions = live(["sessions"], { topics: ["tokens"] }, async (signal) => {
  return (await answer(towpath.GET("/v1/sessions", { signal }))).sessions;
});

/** Ends one of them. */
export async function revokeSession(id: string): Promise<void> {
  await answer(towpath.DELETE("/v1/sessions/{id}", { params: { path: { id } } }));
}
