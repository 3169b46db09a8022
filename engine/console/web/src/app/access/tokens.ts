/** What is known of tokens and of when somebody was last seen. Pure. */
import type { Token } from "@towpath/client";

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

/** When tokens and principals were last seen. */
export interface Seen {
  tokens: ReadonlyMap<string, string>;
  principals: ReadonlyMap<string, string>;
}

/** By the last use of each token, of itself or of a session that it began. */
export function seenOf(all: readonly Token[]): Seen {
  const tokens = new Map<string, string>();
  const principals = new Map<string, string>();
  const tell = (map: Map<string, string>, key: string, at: string | undefined) => {
    const known = map.get(key);
    if (at !== undefined && (known === undefined || Date.parse(at) > Date.parse(known))) {
      map.set(key, at);
    }
  };
  for (const { id, principal, lastUsedAt } of all) {
    tell(tokens, id, lastUsedAt);
    tell(principals, principal, lastUsedAt);
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
