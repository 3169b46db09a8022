/**
 * The session of this browser. The cookie is out of reach of scripts; what is kept here is who is signed in and the
 * CSRF value that each change has to carry.
 */
import type { Role, Session } from "@towpath/client";
import { useSyncExternalStore } from "react";

/** What is known of the session. */
export type SessionState =
  /** Not asked yet. */
  | { kind: "unknown" }
  /** Nobody is signed in. */
  | { kind: "none" }
  | { kind: "open"; session: Session }
  /** It ended while pages were open: they stay as they are until somebody signs in again. */
  | { kind: "ended"; session: Session };

let state: SessionState = { kind: "unknown" };
const listeners = new Set<() => void>();

/** The state now. */
export function currentSession(): SessionState {
  return state;
}

/** The state, for components. */
export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, currentSession);
}

/** Who is signed in; only below the shell, which shows nothing else without a session. */
export function useMe(): Session {
  const known = useSession();
  if (known.kind === "open" || known.kind === "ended") {
    return known.session;
  }
  throw new Error("a page was shown without a session");
}

/** All roles of the session, each once. */
export function rolesOf(session: Session): readonly Role[] {
  return [...new Set(session.grants.map((grant) => grant.role))];
}

/** Where the session has this role: names of namespaces, or `undefined` for all of them. */
export function namespacesOf(session: Session, role: Role): readonly string[] | undefined {
  const grants = session.grants.filter((grant) => grant.role === role);
  const names = grants.flatMap(({ namespace }) => (typeof namespace === "string" ? [namespace] : []));
  return names.length < grants.length ? undefined : names;
}

/** Somebody signed in, or the session was found. */
export function openSession(session: Session): void {
  publish({ kind: "open", session });
}

/** The server does not know the session: it ended, or there never was one. */
export function endSession(): void {
  publish(
    state.kind === "open" || state.kind === "ended"
      ? { kind: "ended", session: state.session }
      : { kind: "none" },
  );
}

/** Signed out on purpose: nothing of it stays. */
export function leaveSession(): void {
  publish({ kind: "none" });
}

/** The CSRF value, while there is a session. */
export function csrf(): string | undefined {
  return state.kind === "open" || state.kind === "ended" ? state.session.csrf : undefined;
}

function publish(next: SessionState): void {
  if (next.kind === state.kind && next.kind !== "open") {
    return;
  }
  state = next;
  for (const listener of listeners) {
    listener();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
