/** Tests of whom a policy may touch. */
import type { Estate } from "@towpath/client";
import { describe, expect, it } from "vitest";

import { summaryOf, touchedBy } from "./touched";

type Workflow = Estate["workflows"][number];

function workflow(name: string, ...reaches: [string, string, "read" | "write"][]): Workflow {
  return {
    namespace: "support",
    name,
    title: name,
    isOrphan: false,
    liveVersion: "1.0.0",
    state: "published",
    isSwitchedOff: false,
    lastChangeAt: "2026-11-30T08:00:00Z",
    reaches: reaches.map(([integration, operation, access]) => ({
      kind: "call",
      integration,
      operation,
      access,
      labels: [],
    })),
  };
}

const ALL = [
  workflow("refund", ["payments", "refund", "write"]),
  workflow("status", ["orders", "find-order", "read"]),
];
const names = (text: string) => touchedBy(summaryOf(text), ALL).map((one) => one.name);

describe("whom a policy may touch", () => {
  it("those that reach what it names", () => {
    const refunds =
      "effect: forbid\naccess: { properties: { integration: { const: payments }, arguments: { type: object } } }";
    expect(names(refunds)).toEqual(["refund"]);
    expect(
      names("access: { properties: { effect: { const: read }, integration: { enum: [orders, crm] } } }"),
    ).toEqual(["status"]);
  });

  it("of the workflows that it names", () => {
    expect(names("workflow: { properties: { namespace: { const: sales } } }")).toEqual([]);
    expect(names("workflow: { properties: { name: { pattern: '^st' } } }")).toEqual(["status"]);
  });

  it("all, where it says nothing, or is about starting", () => {
    expect(names("effect: review")).toHaveLength(2);
    expect(names("access: true")).toHaveLength(2);
    expect(names("access: { properties: { kind: { enum: [start, respond] } } }")).toHaveLength(2);
  });

  it("none that was never live", () => {
    const { liveVersion: _, ...draft } = workflow("draft");
    expect(touchedBy(summaryOf("access: true"), [draft])).toEqual([]);
  });

  it("a text that cannot be read has an empty summary", () => {
    expect(summaryOf("a: [")).toMatchObject({ title: "", effect: "", mode: "enforce" });
    expect(summaryOf("limits: { cpuMs: 5 }").effect).toBe("limits");
  });
});
