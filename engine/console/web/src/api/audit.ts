/** The audit log: searching, and the whole of it. */
import { answer, ProblemError } from "@towpath/client";

import { towpath } from "./client";
import { linesOf, type Line } from "./lines";
import { live } from "./queries";

/** Which entries. */
export interface AuditOf {
  who?: string;
  text?: string;
  since?: string;
  until?: string;
  phase?: "asked" | "done";
  limit?: number;
}

/** Entries, the newest first. */
export function auditEntries(of: AuditOf) {
  return live(["audit", of], { topics: ["audit"] }, async (signal) => {
    return (await answer(towpath.GET("/v1/audit", { params: { query: of }, signal }))).entries;
  });
}

/** Where heads of the log are sent; `null` where the server has no anchor. */
export const auditAnchor = live(["audit", "anchor"], { topics: ["audit"] }, async (signal) => {
  try {
    return await answer(towpath.GET("/v1/audit/anchor", { signal }));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) {
      return null;
    }
    throw error;
  }
});

/** The address of the whole log as it is on disk. */
export const EXPORT = "/v1/audit/export";

/** The whole log, line by line as it arrives. */
export async function* exportedLines(signal: AbortSignal): AsyncGenerator<Line, void, undefined> {
  const stream = await answer(towpath.GET(EXPORT, { parseAs: "stream", signal }));
  yield* linesOf(stream as unknown as ReadableStream<Uint8Array>);
}
