/** Conditions while they are built. */
import { expect, test } from "vitest";

import { conditionOf, writeCondition, type Test, type Value } from "../../../definition";
import {
  asGroup,
  formatOf,
  isForm,
  isWhole,
  NEW_TEST,
  operandOf,
  withField,
  withOperator,
} from "./condition";

const value = (path: string, type: string, format?: string): Value =>
  ({ path, name: path.slice(1), type, format, depth: 1, group: "current" }) as Value;

test("a new test says nothing until it has a field and an operand", () => {
  expect(isWhole(NEW_TEST)).toBe(false);
  const total = withField(NEW_TEST, value(".total", "number"));
  expect(total.operator).toBe("equals");
  expect(isWhole(withOperator(total, "less", "number"))).toBe(true);
  expect(isWhole(asGroup(conditionOf("true")))).toBe(false);
});

test("the returns story is two tests", () => {
  const days = withField(NEW_TEST, value(".deliveredOn", "string", "date"));
  expect(days).toMatchObject({ operator: "daysLess", operand: { value: 30 } });
  const total: Test = {
    ...withOperator(withField(NEW_TEST, value(".total", "number")), "less", "number"),
    operand: operandOf("100", "number", false),
  };
  const jq = writeCondition({ kind: "group", join: "all", of: [days, total] });
  expect(jq).toContain(".total < 100");
  const again = conditionOf(jq);
  expect(isForm(again)).toBe(true);
  expect(writeCondition(again)).toBe(jq);
});

test("what is plainly a day is tested as one", () => {
  expect(formatOf(value(".deliveredOn", "string"))).toBe("date");
  expect(formatOf({ ...value(".x", "string"), sample: "2026-11-24" })).toBe("date");
  expect(formatOf({ ...value(".deliveredOn", "string"), sample: "soon" })).toBeUndefined();
  expect(formatOf(value(".total", "number"))).toBeUndefined();
});

test("operands are typed as their field", () => {
  expect(operandOf("5", "string", false)).toEqual({ kind: "value", value: "5" });
  expect(operandOf("5", undefined, false)).toEqual({ kind: "value", value: 5 });
  expect(operandOf("x", "number", false)).toEqual({ kind: "value", value: 0 });
});

test("a formula is no form", () => {
  expect(isForm(asGroup(conditionOf(".a | map(.b) | any")))).toBe(false);
});
