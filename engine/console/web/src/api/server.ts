/** The server itself: whether it is paused after a restore, its backups, and how long it keeps runs. */
import { answer, type Backup, type Restore, type Retention, type RetentionRule } from "@towpath/client";

import { towpath } from "./client";
import { live } from "./queries";

/** The restore, and what would go out. It is asked for again while the server is paused; otherwise nothing changes. */
export const restore = {
  ...live(["restore"], { topics: [] }, (signal) => answer(towpath.GET("/v1/restore", { signal }))),
  staleTime: 5 * 60_000,
  refetchInterval: ({ state }: { state: { data?: Restore | undefined } }) =>
    state.data?.state === "paused" ? 10_000 : false,
};

/** Lets out what was shown under this digest. */
export function confirmRestore(digest: string): Promise<Restore> {
  return answer(towpath.POST("/v1/restore/confirm", { body: { digest } }));
}

/** The archives on the server, the newest first; read often while one is being written. */
export const backups = {
  ...live(["backups"], { topics: [] }, (signal) => answer(towpath.GET("/v1/backups", { signal }))),
  retry: false,
  refetchInterval: ({ state }: { state: { data?: { items: readonly Backup[] } | undefined } }) =>
    state.data?.items.some((one) => one.state === "running") === true ? 2_000 : 60_000,
};

/** Begins an archive on the server. */
export function beginBackup(): Promise<Backup> {
  return answer(towpath.POST("/v1/backups"));
}

/** How long ended runs are kept. */
export const retention = live(["retention"], { topics: [] }, (signal) =>
  answer(towpath.GET("/v1/retention", { signal })),
);

/** Replaces all rules, from the revision that they were changed from on. */
export function writeRetention(rules: RetentionRule[], revision: number): Promise<Retention> {
  return answer(towpath.PUT("/v1/retention", { body: { rules, revision } }));
}
