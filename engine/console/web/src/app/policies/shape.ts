/**
 * The common shape of a policy: who, may what, up to how much, when, else ask whom. What a form shows; `write` makes a
 * document of it, `read` makes it of a document. Pure.
 */

/** What it does. */
export type Effect = "permit" | "forbid" | "review" | "hold";

/** What an argument is compared with. */
export interface Limit {
  argument: string;
  comparison: "atMost" | "moreThan" | "from";
  value: number;
  /** With `atMost`: and more than 0. */
  isPositive: boolean;
}

/** Days and hours; `isOutside` means all others. */
export interface Hours {
  weekdays: readonly string[];
  from: number;
  /** The last hour that is still in it: 17 is until 18 o'clock. */
  to: number;
  isOutside: boolean;
  timezone: string;
}

/** What is accessed. */
export type Access =
  /** Operations of integrations; no operation means all of them. */
  | {
      kind: "operations";
      integrations: readonly string[];
      operations: readonly string[];
      effect: "" | "read" | "write";
    }
  /** Accesses of these kinds: starting, answering, any call; none means all. */
  | { kind: "kinds"; kinds: readonly string[]; effect: "" | "read" | "write" };

/** The form. */
export interface Shape {
  name: string;
  title: string;
  effect: Effect;
  mode: "enforce" | "audit" | "off";
  /** Of these namespaces; none means all. */
  namespaces: readonly string[];
  /** Only these workflows; none means all. */
  workflows: readonly string[];
  access: Access;
  limit: Limit | undefined;
  /** Kinds of callers; none means all. */
  callers: readonly string[];
  hours: Hours | undefined;
  approvers: { role: "approver" | "it"; namespace: string };
  hold: { seconds: number; byDefault: "deny" | "allow" };
  reason: string;
  contact: string;
  /** `2027-12-31`, or empty. */
  expires: string;
  owner: string;
}

/** A permit that allows nothing yet. */
export const EMPTY: Shape = {
  name: "",
  title: "",
  effect: "permit",
  mode: "enforce",
  namespaces: [],
  workflows: [],
  access: { kind: "operations", integrations: [], operations: [], effect: "" },
  limit: undefined,
  callers: [],
  hours: undefined,
  approvers: { role: "approver", namespace: "" },
  hold: { seconds: 86400, byDefault: "deny" },
  reason: "",
  contact: "",
  expires: "",
  owner: "",
};

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;
export const WORKDAYS: readonly string[] = WEEKDAYS.slice(0, 5);
export const CALLERS = ["app", "champion", "it", "operator", "schedule", "event", "workflow"] as const;
export const KINDS = ["call", "start", "respond", "emit", "listen", "run", "configure", "fetch"] as const;

/** Whether the effect asks people. */
export function asksPeople(effect: Effect): boolean {
  return effect === "review" || effect === "hold";
}

/** A name for a title: `Support may refund` becomes `support-may-refund`. */
export function nameFor(title: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "");
  return plain.slice(0, 63).replace(/-+$/, "");
}
