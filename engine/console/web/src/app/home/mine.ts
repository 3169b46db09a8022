/** Which workflows are mine, from the estate and the drafts. Pure. */
import type { DraftSummary, EstateWorkflow } from "@towpath/client";

/** One of my workflows: live, a draft, or both. */
export interface Mine {
  namespace: string;
  name: string;
  title: string;
  liveVersion: string | undefined;
  isSwitchedOff: boolean;
  /** There is a draft that did not go live. */
  isAhead: boolean;
  changedAt: string;
}

/** Those that I own or stand in for, and those whose draft I saved last; the latest change first. */
export function mine(
  me: string,
  workflows: readonly EstateWorkflow[],
  drafts: readonly DraftSummary[],
): Mine[] {
  const ahead = new Map(drafts.map((draft) => [`${draft.namespace}/${draft.name}`, draft]));
  const live = workflows
    .filter((one) => one.owner === me || one.deputy === me)
    .map((one): Mine => {
      const draft = ahead.get(`${one.namespace}/${one.name}`);
      return {
        namespace: one.namespace,
        name: one.name,
        title: one.title,
        liveVersion: one.liveVersion,
        isSwitchedOff: one.isSwitchedOff,
        isAhead: draft?.isAhead ?? false,
        changedAt: latest(one.lastChangeAt, draft?.savedAt),
      };
    });
  const known = new Set(workflows.map((one) => `${one.namespace}/${one.name}`));
  const unborn = drafts
    .filter((draft) => draft.savedBy === me && !known.has(`${draft.namespace}/${draft.name}`))
    .map((draft): Mine => {
      const { namespace, name, title = name, liveVersion, savedAt } = draft;
      return { namespace, name, title, liveVersion, isSwitchedOff: false, isAhead: true, changedAt: savedAt };
    });
  return [...live, ...unborn].sort((a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt));
}

function latest(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;
}
