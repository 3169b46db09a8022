/** What a refused activation would take from live workflows, as the server answers it. Pure. */
import { ProblemError, type AffectedWorkflow } from "@towpath/client";

/** Who loses what, and the digest that confirms it. */
export interface Lost {
  digest: string;
  affected: readonly AffectedWorkflow[];
}

const UNCONFIRMED = "TP4042";

/** Read from an error; nothing where it is about something else. */
export function lostOf(error: unknown): Lost | undefined {
  if (!(error instanceof ProblemError) || error.code !== UNCONFIRMED) {
    return undefined;
  }
  const { affected, impact } = error.problem;
  return affected === undefined || impact === undefined ? undefined : { digest: impact, affected };
}
