/** What is known of tokens and of when somebody was last seen. Pure. */
import type { AuditEntry, Session, Token } from "@towpath/client";

/** What a token is worth now. */
export type TokenState = "working" | "waiting" | "expired" | "revoked";

/** By what the server tells of it. */
export function stateOf(token: Token, now: Date): TokenState {
  if (token.revokedAt !== undefined) {
    return "revoked";
  }
  if (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now.getTime()) {
    return "expired";
  }
  return token.waiting ? "waiting" : "working";
}

/** When tokens and principals were last seen: by a session, or by a change in the audit log. */
export interface Seen {
  tokens: ReadonlyMap<string, string>;
  principals: ReadonlyMap<string, string>;
}

/** The newest of both, for each. */
export function seenOf(sessions: readonly Session[], entries: readonly AuditEntry[]): Seen {
  const tokens = new Map<string, string>();
  const principals = new Map<string, string>();
  const tell = (map: Map<string, string>, key: string | undefined, at: string) => {
    const known = key === undefined ? at : map.get(key);
    if (key !== undefined && (known === undefined || Date.parse(at) > Date.parse(known))) {
      map.set(key, at);
    }
  };
  for (const { token, principal, lastUsedAt } of sessions) {
    tell(tokens, token, lastUsedAt);
    tell(principals, principal, lastUsedAt);
  }
  for (const { token, who, at } of entries) {
    tell(tokens, token, at);
    tell(principals, who, at);
  }
  return { tokens, principals };
}

/** For how long a new token works. */
export type Lifetime = "d30" | "d90" | "d365" | "never";

/** The moment at which it ends; nothing for ever. */
export function endOf(lifetime: Lifetime, now: Date): string | undefined {
  const days = { d30: 30, d90: 90, d365: 365, never: undefined }[lifetime];
  return days === undefined ? undefined : new Date(now.getTime() + days * 86_400_000).toISOString();
}
