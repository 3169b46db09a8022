/** Live workflows and drafts as one list. Pure. */
import type { DraftSummary, EstateWorkflow, Version } from "@towpath/client";
import { fitsText } from "../../parts/search/fits";

/** One workflow: live, a draft, or both. */
export interface Listed {
  readonly namespace: string;
  readonly name: string;
  readonly title: string;
  readonly liveVersion: string | undefined;
  /** The state of the version that callers get, where it is another than `published`. */
  readonly state: string | undefined;
  readonly owner: string | undefined;
  readonly isOrphan: boolean;
  readonly isSwitchedOff: boolean;
  /** There is a draft. */
  readonly hasDraft: boolean;
  /** It has changes that did not go live. */
  readonly isAhead: boolean;
  readonly changedAt: string | undefined;
}

/** All of them: versions are the base, the estate and the drafts add what they know. */
export function listed(
  versions: readonly Version[],
  estate: readonly EstateWorkflow[],
  drafts: readonly DraftSummary[],
): Listed[] {
  const key = (one: { namespace: string; name: string }) => `${one.namespace}/${one.name}`;
  const known = new Map(estate.map((one) => [key(one), one]));
  const saved = new Map(drafts.map((one) => [key(one), one]));
  const live = versions.map((one): Listed => {
    const [more, draft] = [known.get(key(one)), saved.get(key(one))];
    return {
      namespace: one.namespace,
      name: one.name,
      title: one.title,
      liveVersion: one.state === "published" || one.state === "deprecated" ? one.version : more?.liveVersion,
      state: one.state === "published" ? undefined : one.state,
      owner: more?.owner ?? one.author,
      isOrphan: more?.isOrphan ?? false,
      isSwitchedOff: more?.isSwitchedOff ?? typeof one.switchedOff === "string",
      hasDraft: draft !== undefined,
      isAhead: draft?.isAhead ?? false,
      changedAt: later(more?.lastChangeAt ?? one.publishedAt, draft?.savedAt),
    };
  });
  const published = new Set(versions.map(key));
  const unborn = drafts
    .filter((one) => !published.has(key(one)))
    .map((one): Listed => ({
      namespace: one.namespace,
      name: one.name,
      title: one.title ?? one.name,
      liveVersion: undefined,
      state: undefined,
      owner: one.savedBy,
      isOrphan: false,
      isSwitchedOff: false,
      hasDraft: true,
      isAhead: true,
      changedAt: one.savedAt,
    }));
  return [...live, ...unborn];
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one;
}

/** Which of them are wanted. */
export const SHOWN = ["", "live", "draft", "ahead", "orphan"] as const;
export type Shown = (typeof SHOWN)[number];

/** Those that fit a text, a namespace and a state. */
export function fitting(all: readonly Listed[], text: string, namespace: string, shown: Shown): Listed[] {
  return all.filter(
    (one) =>
      fitsText(text, one.title, `${one.namespace}/${one.name}`, one.owner) &&
      (namespace === "" || one.namespace === namespace) &&
      isShown(one, shown),
  );
}

function isShown(one: Listed, shown: Shown): boolean {
  switch (shown) {
    case "live":
      return one.liveVersion !== undefined;
    case "draft":
      return one.liveVersion === undefined;
    case "ahead":
      return one.liveVersion !== undefined && one.isAhead;
    case "orphan":
      return one.isOrphan;
    default:
      return true;
  }
}
