/** Conditions: what is written, what is read back, what stays free. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OPERANDS, conditionOf, operatorsFor, writeCondition } from "./conditions";
import type { Condition, Operator, Test } from "./conditions";
import { definitions } from "./corpus";
import { parseJq } from "./jq";
import { allTasks } from "./model";
import { readDefinition } from "./read";

const test = (field: string, operator: Operator, value?: null | boolean | number | string): Test => ({
  kind: "test",
  field,
  operator,
  operand: value === undefined ? undefined : { kind: "value", value },
});

describe("writing", () => {
  const cases: readonly (readonly [Condition, string])[] = [
    [test(".total", "less", 100), ".total < 100"],
    [test(".tier", "equals", "gold"), '.tier == "gold"'],
    [test(".delivered", "daysLess", 30), "((now - (.delivered | fromdate)) / 86400 | floor) < 30"],
    [test(".note", "contains", "late"), '(.note | contains("late"))'],
    [test(".note", "notContains", "late"), '(.note | contains("late") | not)'],
    [test(".mail", "isEmpty"), '(.mail // "" | length) == 0'],
    [test(".tags", "includes", "vip"), 'any(.tags[]; . == "vip")'],
    [test(".x", "isAbsent"), ".x == null"],
    [test(".prepaid", "isTrue"), ".prepaid == true"],
    [
      {
        kind: "test",
        field: ".tier",
        operator: "oneOf",
        operand: { kind: "values", values: ["gold", "silver"] },
      },
      '(.tier == "gold" or .tier == "silver")',
    ],
    [
      { kind: "test", field: ".a", operator: "more", operand: { kind: "field", field: "$context.b" } },
      ".a > $context.b",
    ],
  ];
  it.each(cases)("%o", (condition, jq) => {
    expect(writeCondition(condition)).toBe(jq);
    expect(conditionOf(jq)).toEqual(condition);
  });

  it("says what is absent, as the checker proposes", () => {
    const options = { mayLack: () => true };
    const written = writeCondition(test(".order.total", "less", 100), options);
    expect(written).toBe('(.order.total // error("there is no total")) < 100');
    expect(conditionOf(written)).toEqual(test(".order.total", "less", 100));
    expect(writeCondition(test(".note", "startsWith", "x"), options)).toBe(
      '((.note // "") | startswith("x"))',
    );
    expect(writeCondition(test(".tier", "equals", "gold"), options)).toBe('.tier == "gold"');
  });

  it("brackets groups inside of groups", () => {
    const inner: Condition = {
      kind: "group",
      join: "any",
      of: [test(".a", "isTrue"), test(".b", "less", 1)],
    };
    const outer: Condition = { kind: "group", join: "all", of: [inner, test(".c", "isAbsent")] };
    expect(writeCondition(outer)).toBe("(.a == true or .b < 1) and .c == null");
    expect(conditionOf(writeCondition(outer))).toEqual(outer);
  });
});

describe("reading", () => {
  it("knows what people write by hand", () => {
    expect(conditionOf(".known")).toEqual(test(".known", "isTrue"));
    expect(conditionOf("100 > .total")).toEqual(test(".total", "less", 100));
    expect(conditionOf("$workflow.input.x != null")).toEqual(test("$workflow.input.x", "isPresent"));
    expect(conditionOf('.["a b"].c == "x"')).toEqual(test('.["a b"].c', "equals", "x"));
  });

  it.each([
    ".items | length > 3",
    "now < 5",
    '.a | test("x")',
    ". as $x | $x",
    "(.a",
    "",
    "[.items[] | .price] | add > 3",
    '"a\\(.b)" == .c',
  ])("keeps %s as it is", (jq) => {
    expect(conditionOf(jq)).toEqual({ kind: "free", jq });
  });

  it("keeps the free part of a group alone", () => {
    expect(conditionOf(".a < 1 and (.items | length > 3)")).toEqual({
      kind: "group",
      join: "all",
      of: [test(".a", "less", 1), { kind: "free", jq: ".items | length > 3" }],
    });
  });

  it("reads every condition of the examples, and writes it again with the same meaning", () => {
    const all = definitions().flatMap(({ text }) =>
      allTasks(readDefinition(text)).flatMap((task) => [
        task.if?.value ?? "",
        ...(task.detail.kind === "switch" ? task.detail.cases.map(({ when }) => when?.value ?? "") : []),
      ]),
    );
    const written = all.filter((jq) => jq !== "" && !jq.includes("${"));
    expect(written.length).toBeGreaterThan(40);
    for (const jq of written) {
      const once = writeCondition(conditionOf(jq));
      expect(writeCondition(conditionOf(once)), jq).toBe(once);
    }
  });
});

const FIELDS = [".total", ".order.id", '.["a b"]', "$workflow.input.x", "$context.y[0]"];

const tests: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom(...FIELDS),
    fc.constantFrom(...(Object.keys(OPERANDS) as Operator[])),
    fc.oneof(
      fc.integer(),
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    ),
    fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 4 }),
  )
  .map(([field, operator, value, values]): Condition => {
    switch (OPERANDS[operator]) {
      case "none":
        return { kind: "test", field, operator, operand: undefined };
      case "values":
        return { kind: "test", field, operator, operand: { kind: "values", values } };
      case "text":
        return { kind: "test", field, operator, operand: { kind: "value", value: String(value) } };
      case "number":
        return { kind: "test", field, operator, operand: { kind: "value", value: Number(value) || 3 } };
      case "value":
        return { kind: "test", field, operator, operand: { kind: "value", value } };
    }
  });

const groups: fc.Arbitrary<Condition> = fc
  .tuple(
    fc.constantFrom("all" as const, "any" as const),
    fc.array(tests, { minLength: 2, maxLength: 3 }),
    tests,
  )
  .map(([join, of, last]) => ({
    kind: "group",
    join,
    of: [
      { kind: "group", join: join === "all" ? "any" : "all", of: [...of] },
      last,
      test(".end", "isPresent"),
    ],
  }));

describe("every condition", () => {
  it("is read back as it was built", () => {
    fc.assert(
      fc.property(fc.oneof(tests, groups), fc.boolean(), (condition, mayLack) => {
        const jq = writeCondition(condition, { mayLack: () => mayLack });
        expect(parseJq(jq), jq).toBeDefined();
        const again = conditionOf(jq);
        expect(writeCondition(again, { mayLack: () => mayLack }), jq).toBe(jq);
        if (condition.kind === "test") expect(again, jq).toEqual(condition);
      }),
      { numRuns: 500 },
    );
  });

  it("has an operator for each type", () => {
    for (const type of ["string", "number", "integer", "boolean", "array", "object", undefined]) {
      expect(operatorsFor(type).length).toBeGreaterThan(1);
    }
    expect(operatorsFor("string", "date")).toContain("daysLess");
  });
});

it("brackets do not grow around what the form does not know, also where it has texts in it", () => {
  for (const jq of [
    '.days > 3 and (.on // "2026-01-01" | fromdate) < now',
    '.a > 1 and (.b // ")" | ascii_downcase) == "(x"',
    '.a > 1 and (.b // "\\"(" | length) < now',
    '.a > 1 and ("\\(.b)" | length) < now',
  ]) {
    const once = writeCondition(conditionOf(jq));
    expect(writeCondition(conditionOf(once)), jq).toBe(once);
  }
});
