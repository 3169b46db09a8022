/** How far an act on many runs has come. Pure. */

/** Chosen and looked at; then under way, and done. */
export type Stage = "choosing" | "acting" | "done";

/** Where it is, by what became of the act; one that failed is chosen anew. */
export function stageOf(act: { isPending: boolean; isSuccess: boolean }): Stage {
  return act.isPending ? "acting" : act.isSuccess ? "done" : "choosing";
}

/** Whether there is nothing to lose: what was started is told, and what was told is closed by its button alone. */
export function canLeave(stage: Stage): boolean {
  return stage === "choosing";
}
