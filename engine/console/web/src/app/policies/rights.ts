/** Who may change which policy. The server decides; this only keeps buttons out of the way that it would refuse. */
import type { Session } from "@towpath/client";

import { namespacesOf } from "../../api/session";

/** Whether this person writes IT's policies and puts policies in force. */
export function isIt(me: Session): boolean {
  return me.grants.some(({ role, namespace }) => role === "it" && namespace === undefined);
}

/** Whether this person may save a policy of this owner; an empty owner is IT. */
export function maySave(me: Session, owner: string): boolean {
  return isIt(me) || (owner !== "" && ownNamespaces(me).includes(owner));
}

/** The namespaces for which this person may write policies. */
export function ownNamespaces(me: Session): readonly string[] {
  return namespacesOf(me, "approver") ?? [];
}
