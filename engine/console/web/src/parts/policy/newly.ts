/** What one text of a policy changes, without what everything else that is saved or in its grace period changes. Pure. */
import type { Impact } from "@towpath/client";

/** `impact` without what is in `before` already. */
export function newly(impact: Impact, before: Impact | undefined): Impact {
  if (before === undefined) {
    return impact;
  }
  const lost = new Set(before.affected.flatMap((one) => one.what.map((what) => `${one.workflow} ${what}`)));
  const known = new Set(
    before.versions.flatMap((one) => one.changes.map((change) => keyOf(one.workflow, one.version, change))),
  );
  return {
    ...impact,
    affected: impact.affected
      .map((one) => ({ ...one, what: one.what.filter((what) => !lost.has(`${one.workflow} ${what}`)) }))
      .filter((one) => one.what.length > 0),
    versions: impact.versions
      .map((one) => ({
        ...one,
        changes: one.changes.filter((change) => !known.has(keyOf(one.workflow, one.version, change))),
      }))
      .filter((one) => one.changes.length > 0),
  };
}

type Change = Impact["versions"][number]["changes"][number];

function keyOf(workflow: string, version: string, change: Change): string {
  return JSON.stringify([workflow, version, change.task, change.what, change.after, change.reviews]);
}
