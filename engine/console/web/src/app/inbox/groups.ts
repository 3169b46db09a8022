/** What waits, in groups of equal ones. Pure. */
import type { InboxItem } from "@towpath/client";

/** One line of the inbox: a single thing, or several equal ones. */
export interface Group {
  /** Names it in the address. */
  key: string;
  /** The oldest first; never empty. */
  items: readonly [InboxItem, ...InboxItem[]];
}

/** Kinds of which equal ones can be decided together. */
const TOGETHER: readonly string[] = ["hold", "review", "voidApproval"];

/** `hold:<run>/<effect>`: one thing in an address. */
export function keyOf(item: InboxItem): string {
  return `${item.kind}:${item.id}`;
}

/** Groups in the order of their oldest item. Only what the reader may decide is grouped. */
export function groupsOf(items: readonly InboxItem[]): Group[] {
  const groups = new Map<string, [InboxItem, ...InboxItem[]]>();
  for (const item of items) {
    const key = sameness(item);
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, [item]);
    } else {
      known.push(item);
    }
  }
  return [...groups.entries()].map(([key, all]) => ({
    key: all.length === 1 ? keyOf(all[0]) : `group:${key}`,
    items: all,
  }));
}

/** What equal ones have in common: the same policy asks about the same thing. */
function sameness(item: InboxItem): string {
  if (!TOGETHER.includes(item.kind) || !item.canDecide) {
    return keyOf(item);
  }
  const about =
    item.kind === "hold" ? [item.title, item.namespace, item.workflow, item.version] : [item.namespace];
  return [item.kind, ...about, item.why].map((part) => encodeURIComponent(part ?? "")).join("/");
}

/** The line after `key`, or before it; the first one where nothing is chosen. */
export function neighbour(groups: readonly Group[], key: string, step: 1 | -1): Group | undefined {
  const index = groups.findIndex((group) => group.key === key);
  if (index < 0) {
    return groups[0];
  }
  return groups[Math.min(groups.length - 1, Math.max(0, index + step))];
}

/** Where to go when what was chosen is gone: what has come into its place. */
export function successor(before: readonly Group[], now: readonly Group[], key: string): Group | undefined {
  const index = before.findIndex((group) => group.key === key);
  const known = new Set(now.map((group) => group.key));
  const later = before.slice(index + 1).find((group) => known.has(group.key));
  return now.find((group) => group.key === later?.key) ?? now.at(-1);
}

/** Whether the time for it is over, or is in a day. */
export function urgency(dueAt: string | undefined, now: Date): "none" | "soon" | "over" {
  if (dueAt === undefined) {
    return "none";
  }
  const left = Date.parse(dueAt) - now.getTime();
  return left <= 0 ? "over" : left < 24 * 3600 * 1000 ? "soon" : "none";
}
