/** The one client of the console: it speaks to the server that the page came from, under the cookie of the session. */
import { connect, type operations, type Session } from "@towpath/client";

import { csrf } from "./session";

/** The client. Use `answer(towpath.GET(…))`. */
export const towpath = connect({ base: location.origin, csrf });

/** What an operation of the API may be asked with, as its description says. */
export type QueryOf<Operation extends keyof operations> = NonNullable<
  operations[Operation]["parameters"]["query"]
>;

/** How somebody signs in. */
export type Proof = { token: string } | { link: string };

/** What is behind a session, for comparing the one before with the one after. */
export function isSamePerson(one: Session, other: Session): boolean {
  return one.principal === other.principal && one.kind === other.kind;
}
