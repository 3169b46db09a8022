/** Conditions while they are built: changed test by test, written once all of it says something. Pure. */
import {
  OPERANDS,
  operatorsFor,
  type Condition,
  type Group,
  type Operand,
  type Operator,
  type Test,
  type Value,
} from "../../../definition";

/** A condition as the form shows it: always a group at the top. */
export function asGroup(condition: Condition): Group {
  if (condition.kind === "group") {
    return condition;
  }
  const isNothing = condition.kind === "free" && (condition.jq === "" || condition.jq === "true");
  return { kind: "group", join: "all", of: isNothing ? [] : [condition] };
}

/** A test of nothing yet. */
export const NEW_TEST: Test = { kind: "test", field: "", operator: "equals", operand: undefined };

/** Whether every test has what it needs, so that it can be written. */
export function isWhole(condition: Condition): boolean {
  switch (condition.kind) {
    case "free":
      return condition.jq.trim() !== "";
    case "group":
      return condition.of.length > 0 && condition.of.every(isWhole);
    case "test":
      return (
        condition.field !== "" && (OPERANDS[condition.operator] === "none" || condition.operand !== undefined)
      );
  }
}

/** Whether a form can show all of it. */
export function isForm(condition: Condition): boolean {
  return condition.kind === "group" ? condition.of.every(isForm) : condition.kind === "test";
}

/** The format of a value: what its schema says, or what its sample or its name plainly are. */
export function formatOf(value: Value | undefined): string | undefined {
  if (value === undefined || value.format !== undefined || (value.type ?? "string") !== "string") {
    return value?.format;
  }
  const { sample, name } = value;
  const isDate =
    typeof sample === "string" ? /^\d{4}-\d{2}-\d{2}(T|$)/.test(sample) : /(On|At|Date)$|date$/.test(name);
  return isDate ? "date" : undefined;
}

/** A test of another field: an operator that makes no sense for it is replaced. */
export function withField(test: Test, value: Value): Test {
  const operators = operatorsFor(value.type, formatOf(value));
  const isKept = test.field !== "" && operators.includes(test.operator);
  const operator = isKept ? test.operator : (operators[0] ?? "equals");
  return withOperator({ ...test, field: value.path }, operator, value.type);
}

/** A test with another operator: what it is compared with stays where that fits. */
export function withOperator(test: Test, operator: Operator, type: string | undefined): Test {
  const wanted = OPERANDS[operator];
  const { operand } = test;
  const fits =
    wanted === "none"
      ? operand === undefined
      : wanted === "values"
        ? operand?.kind === "values"
        : operand?.kind === "field" ||
          (operand?.kind === "value" && (wanted !== "number" || typeof operand.value === "number"));
  if (fits) {
    return { ...test, operator };
  }
  return { ...test, operator, operand: firstOperand(wanted, type) };
}

function firstOperand(wanted: (typeof OPERANDS)[Operator], type: string | undefined): Operand | undefined {
  switch (wanted) {
    case "none":
      return undefined;
    case "values":
      return { kind: "values", values: [] };
    case "number":
      return { kind: "value", value: 30 };
    case "text":
      return { kind: "value", value: "" };
    case "value":
      return type === "number" || type === "integer"
        ? { kind: "value", value: 0 }
        : { kind: "value", value: "" };
  }
}

/** A typed operand as the type of its field. */
export function operandOf(text: string, type: string | undefined, isNumber: boolean): Operand {
  const number = Number(text);
  const isNumeric = text.trim() !== "" && Number.isFinite(number);
  if (isNumber || type === "number" || type === "integer") {
    return { kind: "value", value: isNumeric ? number : 0 };
  }
  if (type === undefined && isNumeric) {
    return { kind: "value", value: number };
  }
  return { kind: "value", value: text };
}
