/** A decision of the policies as the journal has it, read without trust: a newer server may say more. Pure. */
import { isMembers } from "../../api/guards";

/** Somebody it waits for. */
export interface Waits {
  policy: string;
  title: string;
  who: string | undefined;
  reason: string | undefined;
  contact: string | undefined;
  /** What happens when nobody decides: `allow` or `deny`. */
  otherwise: string | undefined;
}

/** What people need of it. */
export interface Decision {
  /** `allow`, `hold`, `review`, `deny`, or a word of a newer server. */
  outcome: string;
  /** The policies that decided, the strictest first. */
  policies: readonly { name: string; effect: string; isBroken: boolean }[];
  /** Those that only watch. */
  watching: readonly string[];
  waits: readonly Waits[];
  /** Permits that came near, with what did not fit. */
  near: readonly { policy: string; misses: readonly string[] }[];
  reason: string | undefined;
  contact: string | undefined;
}

type Members = Readonly<Record<string, unknown>>;

const STRICTNESS = ["forbid", "review", "hold", "permit"];

/** Reads one; `undefined` where there is none, or it is hidden. */
export function readDecision(value: unknown): Decision | undefined {
  const decision = members(value);
  const outcome = text(decision["outcome"]);
  if (outcome === undefined) {
    return undefined;
  }
  const rules = list(decision["rules"]).map((rule) => ({
    name: text(rule["policy"]) ?? "?",
    effect: text(rule["effect"]) ?? "",
    mode: text(rule["mode"]) ?? "enforce",
    isBroken: rule["error"] === true,
  }));
  const deciding = rules.filter((rule) => rule.mode === "enforce");
  return {
    outcome,
    policies: deciding
      .map(({ name, effect, isBroken }) => ({ name, effect, isBroken }))
      .sort((a, b) => STRICTNESS.indexOf(a.effect) - STRICTNESS.indexOf(b.effect)),
    watching: rules.filter((rule) => rule.mode === "audit").map((rule) => rule.name),
    waits: list(decision["awaiting"]).map(waitsOf),
    near: list(decision["near"]).map((near) => ({
      policy: text(near["policy"]) ?? "?",
      misses: missesOf(near["mismatches"]),
    })),
    reason: text(decision["reason"]),
    contact: text(decision["contact"]),
  };
}

function waitsOf(value: Members): Waits {
  const approvers = members(value["approvers"]);
  const place = text(approvers["namespace"]);
  const role = text(approvers["role"]);
  const who = role === undefined ? undefined : place === undefined ? role : `${role} of ${place}`;
  return {
    policy: text(value["policy"]) ?? "?",
    title: text(value["title"]) ?? text(value["policy"]) ?? "?",
    who: text(value["by"]) ?? who,
    reason: text(value["reason"]),
    contact: text(value["contact"]),
    otherwise: text(members(value["hold"])["default"]),
  };
}

function missesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : []).flatMap((miss: unknown) => {
    if (typeof miss === "string") {
      return [miss];
    }
    const { pointer, message } = members(miss);
    return typeof message === "string" ? [`${text(pointer) ?? ""} ${message}`.trim()] : [];
  });
}

function members(value: unknown): Members {
  return isMembers(value) ? value : {};
}

function list(value: unknown): Members[] {
  return (Array.isArray(value) ? value : []).map(members);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
