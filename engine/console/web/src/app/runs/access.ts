/** Who may do what on the page of a run. The server decides; this keeps buttons away that would be refused. */
import type { Role } from "@towpath/client";

export { hasRole } from "../roles";

/** They see what steps were given and gave. */
export const journalReaders: readonly Role[] = ["champion", "it", "auditor"];
export const starters: readonly Role[] = ["champion", "it", "app"];
export const cancellers: readonly Role[] = ["champion", "it", "operator", "app"];
export const caseWriters: readonly Role[] = ["champion"];
export const holdReaders: readonly Role[] = ["approver", "it", "auditor"];
