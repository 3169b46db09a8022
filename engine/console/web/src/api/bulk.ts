/** One act on many runs: what it would be done to, and doing exactly that. */
import { answer, type BulkAction, type BulkAnswer, type BulkRequest } from "@towpath/client";

import { towpath } from "./client";

/** What is asked for, whether it is only looked at or done. */
export type Bulk = Omit<BulkRequest, "dryRun" | "confirm">;

/** The acts that a page offers, the mildest first. Forgetting is for the command line and for retention. */
export const BULK_ACTS: readonly BulkAction[] = ["resume", "suspend", "rerun", "cancel"];

/** Says what would be done; nothing is. */
export function lookAtBulk(bulk: Bulk): Promise<BulkAnswer> {
  return answer(towpath.POST("/v1/runs/bulk", { body: { ...bulk, dryRun: true } }));
}

/** Does it to exactly the runs that were shown under this digest. */
export function doBulk(bulk: Bulk, digest: string): Promise<BulkAnswer> {
  return answer(towpath.POST("/v1/runs/bulk", { body: { ...bulk, confirm: digest } }));
}
