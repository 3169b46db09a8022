/** Figures of one integration out of the estate. Pure. */
import type { EstateIntegration } from "@towpath/client";

/** What the list shows of it. */
export interface Figures {
  callsPerDay: number;
  failuresPerDay: number;
  workflows: readonly string[];
  missing: number;
}

/** Sums over its operations; a workflow counts once. */
export function figuresOf({ operations, secrets }: EstateIntegration): Figures {
  const sum = (of: (one: (typeof operations)[number]) => number) =>
    operations.reduce((total, one) => total + of(one), 0);
  return {
    callsPerDay: sum((one) => one.callsPerDay),
    failuresPerDay: sum((one) => one.failuresPerDay),
    workflows: [...new Set(operations.flatMap((one) => one.workflows))].sort(),
    missing: secrets.filter((secret) => !secret.isPresent).length,
  };
}

/** `support/refund` as its parts, for links. */
export function partsOf(workflow: string): { namespace: string; name: string } {
  const at = workflow.indexOf("/");
  return { namespace: workflow.slice(0, at), name: workflow.slice(at + 1) };
}

/** The kind in a document, found without reading all of it: a list needs no YAML parser for one word. */
export function kindIn(text: string): string {
  const found =
    /^kind:[ \t]*["']?([a-z][a-z0-9-]*)/m.exec(text) ?? /"kind"\s*:\s*"([a-z][a-z0-9-]*)"/.exec(text);
  return found?.[1] ?? "";
}
