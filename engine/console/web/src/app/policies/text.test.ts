/** Tests of places and suggestions in the text of a policy, with the real schema. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { pathAt, suggestionsAt } from "./complete";
import { placeOf } from "./places";

const FILE = join(import.meta.dirname, "../../../../../../policies/schemas/policy.schema.json");
const schema: unknown = JSON.parse(readFileSync(FILE, "utf8"));

function at(text: string): string[] {
  const offset = text.indexOf("|");
  return suggestionsAt(text.replace("|", ""), offset, schema).map((one) => one.label);
}

describe("suggestions", () => {
  it("at the top are the members of a policy, each with its meaning", () => {
    const all = suggestionsAt("", 0, schema);
    expect(all.map((one) => one.label)).toContain("effect");
    expect(all.find((one) => one.label === "reason")?.info).toMatch(/refused person/);
  });

  it("behind a member are its values", () => {
    expect(at("effect: |")).toEqual(["permit", "forbid", "review", "hold"]);
    expect(at("policy: a\nmode: |")).toEqual(["enforce", "audit", "off"]);
    expect(at("approvers:\n  role: |")).toEqual(["approver", "it"]);
    expect(at("approvers:\n  |")).toEqual(["role", "namespace"]);
  });

  it("within a subject are its fields and their values", () => {
    expect(at("access:\n  properties:\n    |")).toContain("integration");
    expect(at("access:\n  |")).toContain("properties");
    expect(at("access:\n  properties:\n    effect:\n      const: |")).toEqual(["read", "write"]);
    expect(at("caller:\n  properties:\n    |")).toEqual(["kind", "id", "namespace"]);
  });

  it("within tests are the members of a test", () => {
    expect(at("tests:\n  - name: a\n    |")).toContain("expect");
  });

  it("follow the indentation", () => {
    expect(pathAt("a:\n  b:\n    c: 1\n  d: ", 23)).toEqual({ path: ["a"], key: "d" });
  });
});

describe("places", () => {
  const text =
    "policy: a\naccess:\n  properties:\n    kind: { const: call }\ntests:\n  - name: x\n    expect: deny\n";
  const shown = (pointer: string) => {
    const { from, to } = placeOf(text, pointer);
    return text.slice(from, to);
  };
  it("are those of the value", () => {
    expect(shown("/policy")).toBe("a");
    expect(shown("/access/properties/kind/const")).toBe("call");
    expect(shown("/tests/0/expect")).toBe("deny");
  });
  it("of a block are its first line", () => {
    expect(shown("/access")).toBe("properties:");
  });
  it("that are missing are the nearest there is", () => {
    expect(shown("/access/properties/nothing/at")).toBe("kind: { const: call }");
    expect(shown("")).toBe("policy: a");
    expect(placeOf("", "/a")).toEqual({ from: 0, to: 0 });
  });
});
