/** Tests of the form of a policy: form → text → form, and texts of the library and of the demo company. */
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, it } from "vitest";

import { apply } from "./apply";
import { read } from "./read";
import { CALLERS, EMPTY, KINDS, nameFor, WEEKDAYS, type Access, type Hours, type Shape } from "./shape";
import { documentOf, write } from "./write";

const REPOSITORY = join(import.meta.dirname, "../../../../../..");
const LIBRARY = join(REPOSITORY, "policies/library");

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
const words = fc
  .string({ minLength: 1, maxLength: 30 })
  .filter((text) => text.trim() === text && !/\p{C}/u.test(text));
const line = fc.oneof(fc.constant(""), words);
const names = fc.uniqueArray(name, { maxLength: 3 });
const effectOf = fc.constantFrom("" as const, "read" as const, "write" as const);
const access: fc.Arbitrary<Access> = fc.oneof(
  fc.record({
    kind: fc.constant("operations" as const),
    integrations: fc.uniqueArray(name, { maxLength: 3 }),
    operations: names,
    effect: effectOf,
  }),
  fc.record({
    kind: fc.constant("kinds" as const),
    kinds: fc.uniqueArray(fc.constantFrom<string>(...KINDS)),
    effect: effectOf,
  }),
);
const hours: fc.Arbitrary<Hours> = fc.record({
  weekdays: fc.uniqueArray(fc.constantFrom<string>(...WEEKDAYS)),
  from: fc.nat(23),
  to: fc.nat(23),
  isOutside: fc.boolean(),
  timezone: fc.constantFrom("UTC", "Europe/Berlin"),
});
const shape: fc.Arbitrary<Shape> = fc
  .record({
    name,
    title: words,
    effect: fc.constantFrom("permit" as const, "forbid" as const, "review" as const, "hold" as const),
    mode: fc.constantFrom("enforce" as const, "audit" as const, "off" as const),
    namespaces: names,
    workflows: names,
    access,
    limit: fc.option(
      fc.record({
        argument: name,
        comparison: fc.constantFrom("atMost" as const, "moreThan" as const, "from" as const),
        value: fc.integer({ min: 0, max: 100000 }),
        isPositive: fc.boolean(),
      }),
      { nil: undefined },
    ),
    callers: fc.uniqueArray(fc.constantFrom<string>(...CALLERS)),
    hours: fc.option(hours, { nil: undefined }),
    approvers: fc.record({
      role: fc.constantFrom("approver" as const, "it" as const),
      namespace: fc.oneof(fc.constant(""), name),
    }),
    hold: fc.record({
      seconds: fc.integer({ min: 1, max: 7776000 }),
      byDefault: fc.constantFrom("deny" as const, "allow" as const),
    }),
    reason: line,
    contact: line,
    expires: fc.constantFrom("", "2027-12-31"),
    owner: fc.oneof(fc.constant(""), name),
  })
  .map(meaningful);

/** Members that a document of this effect does not have are as in an empty form. */
function meaningful(one: Shape): Shape {
  const asks = one.effect === "review" || one.effect === "hold";
  return {
    ...one,
    approvers: asks ? one.approvers : EMPTY.approvers,
    hold: one.effect === "hold" ? one.hold : EMPTY.hold,
    limit: one.limit && {
      ...one.limit,
      isPositive: one.limit.isPositive && one.limit.comparison === "atMost",
    },
  };
}

describe("form and text", () => {
  it("what the form writes, it reads back", () => {
    fc.assert(
      fc.property(shape, (one) => {
        expect(read(write(one))).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });

  it("a change of the form changes the document to exactly that", () => {
    fc.assert(
      fc.property(shape, shape, (before, after) => {
        const text = `# Why it is there.\n${write(before)}# The end.\n`;
        const changed = apply(text, before, after);
        expect(read(changed)).toEqual(after);
        expect(changed.startsWith("# Why it is there.\n")).toBe(true);
        const { tests } = parse(text) as { tests?: unknown };
        expect((parse(changed) as { tests?: unknown }).tests).toEqual(tests);
      }),
      { numRuns: 200 },
    );
  });

  it("members that do not change stay byte for byte", () => {
    const text = [
      "# Support may refund.",
      "policy:   refunds   # its name",
      "effect: permit",
      "title: 'Support may refund'",
      "access: { properties: { integration: { const: payments } } }   # payments only",
      "",
      "# Why.",
      'reason: "Because."',
      "",
    ].join("\n");
    const before = read(text);
    expect(before).toBeDefined();
    const after = { ...(before ?? EMPTY), effect: "forbid" as const, expires: "2027-12-31", reason: "" };
    expect(apply(text, before ?? EMPTY, after)).toBe(
      [
        "# Support may refund.",
        "policy:   refunds   # its name",
        "effect: forbid",
        "title: 'Support may refund'",
        "access: { properties: { integration: { const: payments } } }   # payments only",
        "expires: 2027-12-31",
        "",
        "# Why.",
        "",
      ].join("\n"),
    );
  });
});

describe("a small change in a document of people", () => {
  const text = readFileSync(join(REPOSITORY, "examples/company/policies/refund-triage.yaml"), "utf8");
  const before = read(text) ?? EMPTY;
  const lines = (changed: string) => {
    const old = text.split("\n");
    return changed.split("\n").filter((line, index) => line !== old[index]);
  };

  it("is a change of one line", () => {
    const limit = before.limit && { ...before.limit, value: 150 };
    const changed = apply(text, before, { ...before, limit });
    expect(lines(changed)).toEqual(["        amount: { type: number, exclusiveMinimum: 0, maximum: 150 }"]);
    const title = apply(text, before, { ...before, title: "Less: 150" });
    expect(lines(title)).toEqual(['title: "Less: 150"']);
  });

  it("is one line also where one name becomes two", () => {
    const changed = apply(text, before, { ...before, namespaces: ["support", "sales"] });
    expect(lines(changed)).toEqual(["    namespace: { enum: [ support, sales ] }"]);
  });
});

describe("documents of people", () => {
  const library = readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml"));

  it.each(library)("%s is read completely, or not at all", (file) => {
    const text = readFileSync(join(LIBRARY, file), "utf8");
    const one = read(text);
    if (one !== undefined) {
      expect(apply(text, one, one)).toBe(text);
      expect(apply(text, one, { ...one, contact: "x@acme.example" })).toContain("contact: x@acme.example");
    }
  });

  it("those of the common shape are read", () => {
    const known = library.filter((file) => read(readFileSync(join(LIBRARY, file), "utf8")) !== undefined);
    expect(known).toContain("writes-in-business-hours.yaml");
    expect(known).toContain("settings-by-champions.yaml");
    expect(known).not.toContain("large-refunds-are-held.yaml");
    expect(known).not.toContain("small-runs.yaml");
  });

  it("and so are those of the demo company", () => {
    const folder = join(REPOSITORY, "examples/company/policies");
    const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
    expect(files.filter((file) => read(readFileSync(join(folder, file), "utf8")) === undefined)).toEqual([]);
  });

  it("a lower bound beside the upper one is more than the form shows", () => {
    const text = write({
      ...EMPTY,
      name: "a",
      title: "A",
      limit: { argument: "amount", comparison: "atMost", value: 200, isPositive: false },
    });
    expect(read(text)).toBeDefined();
    expect(read(text.replace("maximum: 200", "maximum: 200\n          minimum: 1"))).toBeUndefined();
  });

  it("a text that cannot be read has no form", () => {
    expect(read("policy: [")).toBeUndefined();
    expect(read("- a")).toBeUndefined();
    expect(read("")).toBeUndefined();
  });
});

describe("tests of a new policy", () => {
  const refunds: Shape = {
    ...EMPTY,
    name: "refunds",
    title: "Refunds",
    namespaces: ["support"],
    access: { kind: "operations", integrations: ["payments"], operations: ["refund"], effect: "" },
    limit: { argument: "amount", comparison: "atMost", value: 200, isPositive: false },
  };

  it("stand on both sides of the limit", () => {
    const { tests } = parse(write(refunds)) as {
      tests: { expect: string; access: { arguments: { amount: number } } }[];
    };
    expect(tests.map((test) => [test.access.arguments.amount, test.expect])).toEqual([
      [200, "allow"],
      [201, "deny"],
    ]);
  });

  it("are turned around for what is above a limit", () => {
    const above: Shape = {
      ...refunds,
      effect: "hold",
      limit: { argument: "amount", comparison: "moreThan", value: 60, isPositive: false },
    };
    const { tests } = parse(write(above)) as { tests: { expect: string }[] };
    expect(tests.map((test) => test.expect)).toEqual(["allow", "hold"]);
  });

  it("a permit without a system permits nothing", () => {
    expect(parse(write({ ...EMPTY, name: "a", title: "A" }))).toMatchObject({
      access: { properties: { integration: { enum: [] } } },
    });
  });

  it("have no empty members", () => {
    expect(documentOf(refunds)).toEqual({
      policy: "refunds",
      title: "Refunds",
      effect: "permit",
      workflow: { properties: { namespace: { const: "support" } } },
      access: {
        properties: {
          integration: { const: "payments" },
          operation: { const: "refund" },
          arguments: {
            type: "object",
            required: ["amount"],
            properties: { amount: { type: "number", maximum: 200 } },
          },
        },
      },
    });
  });
});

describe("names", () => {
  it.each([
    ["Support may refund up to 200 €", "support-may-refund-up-to-200"],
    ["2nd eyes", "nd-eyes"],
    ["!!!", ""],
  ])("of %s", (title, expected) => {
    expect(nameFor(title)).toBe(expected);
  });
});
