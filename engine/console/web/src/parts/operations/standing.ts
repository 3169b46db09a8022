/** What policies say of an access, in the few words that people decide by. Pure. */
import type { Awaiting, CatalogFunction, EvaluatedAccess } from "@towpath/client";

import { operations as words } from "../../words/operations";

/** How an access stands with the policies in force. */
export type Standing = "allowed" | "atRunTime" | "needsApproval" | "held" | "refused";

/** The worst first. */
export const STANDINGS: readonly Standing[] = ["refused", "needsApproval", "held", "atRunTime", "allowed"];

/** How it stands, why, and whom to ask. */
export interface Stands {
  readonly standing: Standing;
  readonly reason: string | undefined;
  readonly contact: string | undefined;
  /** Who approves or releases, in words. */
  readonly by: readonly string[];
}

/** How an access stands. What is refused cannot be approved; an approval comes before a hold. */
export function standingOf(access: EvaluatedAccess): Stands {
  const reviews = access.reviews ?? [];
  const holds = access.holds ?? [];
  const first: Awaiting | undefined = reviews[0] ?? holds[0];
  const standing =
    access.verdict === "denied"
      ? "refused"
      : reviews.length > 0
        ? "needsApproval"
        : holds.length > 0
          ? "held"
          : access.verdict === "atRunTime"
            ? "atRunTime"
            : "allowed";
  return {
    standing,
    reason: access.reason ?? first?.reason ?? first?.title ?? undefined,
    contact: access.contact ?? first?.contact ?? undefined,
    by: [...new Set([...reviews, ...holds].map(({ by }) => by))],
  };
}

/** What is reached, in words: `payments.refund`, `answering the caller`. */
export function accessName(access: EvaluatedAccess): string {
  const facts = access.access as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined =>
    typeof facts[name] === "string" ? (facts[name] as string) : undefined;
  const operation = text("operation");
  const integration = text("integration");
  if (integration !== undefined && operation !== undefined) {
    return `${integration}.${operation}`;
  }
  const kind = text("kind") ?? "";
  const target = text("url") ?? text("host") ?? text("workflow") ?? text("type") ?? text("name") ?? "";
  switch (kind) {
    case "start":
      return words.access.start;
    case "respond":
      return words.access.respond;
    case "fetch":
      return words.access.fetch(target);
    case "run":
      return words.access.run(target);
    case "emit":
      return words.access.emit(target);
    case "listen":
      return words.access.listen(target);
    default:
      return words.access.other([kind, target].filter((part) => part !== "").join(" "));
  }
}

/**
 * A definition that calls each of these operations once, so that checking it tells how each stands. The arguments are
 * expressions: conditions on values stay open instead of failing.
 */
export function probeOf(functions: readonly CatalogFunction[], namespace: string, name: string): string {
  const tasks = functions.map((one, index) => {
    const schema = one.input as { required?: unknown } | undefined;
    const required: readonly unknown[] = Array.isArray(schema?.required) ? schema.required : [];
    const given = Object.fromEntries(
      required.map((argument) => [String(argument), `\${ .[${JSON.stringify(argument)}] }`]),
    );
    return { [`probe${String(index)}`]: { call: one.call, with: given } };
  });
  return JSON.stringify({
    document: { dsl: "1.0.3", namespace, name, version: "0.0.1" },
    do: tasks,
  });
}

/** The standing of each operation by what a definition writes, from the check of its probe. */
export function standingsOf(
  functions: readonly CatalogFunction[],
  accesses: readonly EvaluatedAccess[],
): ReadonlyMap<string, Stands> {
  const found = new Map<string, Stands>();
  for (const access of accesses) {
    const index = Number(/^\/do\/(\d+)\/probe\d+$/.exec(access.task)?.[1] ?? NaN);
    const call = functions[index]?.call;
    if (call !== undefined && !found.has(call)) {
      found.set(call, standingOf(access));
    }
  }
  return found;
}
