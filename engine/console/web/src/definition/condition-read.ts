/** Reads jq as conditions: the forms that `writeCondition` writes, and those that people write by hand. */
import type { Condition, Operand, Operator, Test } from "./conditions";
import { pathText } from "./jq";
import type { Jq } from "./jq";

const COMPARISONS: Readonly<Record<string, Operator>> = {
  "==": "equals",
  "!=": "notEquals",
  "<": "less",
  "<=": "atMost",
  ">": "more",
  ">=": "atLeast",
};

const DAYS: Readonly<Partial<Record<Operator, Operator>>> = {
  less: "daysLess",
  atMost: "daysAtMost",
  more: "daysMore",
  atLeast: "daysAtLeast",
};

/** The comparison with its sides exchanged. */
const MIRRORED: Readonly<Record<string, string>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

/** Reads an expression. `source` is the whole text. */
export function readCondition(jq: Jq, source: string): Condition {
  const test = readTest(jq);
  if (test !== undefined) return test;
  if (jq.kind === "binary" && (jq.operator === "and" || jq.operator === "or")) {
    const member = membership(jq);
    if (member !== undefined) return member;
    const parts = joined(jq, jq.operator);
    const of = parts.map((part) => readCondition(part, source));
    return { kind: "group", join: jq.operator === "and" ? "all" : "any", of };
  }
  return { kind: "free", jq: unbracketed(source.slice(jq.from, jq.to)) };
}

/** The text without brackets around all of it. Brackets in texts are letters, but for those of values inside of a text. */
function unbracketed(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("(") || !trimmed.endsWith(")")) return trimmed;
  const open: string[] = [];
  for (let at = 0; at < trimmed.length; at += 1) {
    const letter = trimmed.charAt(at);
    if (open.at(-1) === '"') {
      if (letter === '"') open.pop();
      if (letter === "\\") {
        at += 1;
        if (trimmed.charAt(at) === "(") open.push("(");
      }
      continue;
    }
    if (letter === '"' || letter === "(") open.push(letter);
    if (letter === ")") open.pop();
    if (open.length === 0 && at < trimmed.length - 1) return trimmed;
  }
  return trimmed.slice(1, -1).trim();
}

/** The sides of a chain of `and` or `or`. Brackets end a chain, because they make a group of their own. */
function joined(jq: Jq, operator: string): Jq[] {
  if (jq.kind !== "binary" || jq.operator !== operator) return [jq];
  const isBracketed = jq.left.kind === "binary" && jq.left.from < jq.left.left.from;
  return [...(isBracketed ? [jq.left] : joined(jq.left, operator)), jq.right];
}

/** `.a == 1 or .a == 2`: one of these. `.a != 1 and .a != 2`: none of these. */
function membership(jq: Jq & { kind: "binary" }): Test | undefined {
  const [sign, operator] = jq.operator === "or" ? (["==", "oneOf"] as const) : (["!=", "noneOf"] as const);
  const values: (number | string)[] = [];
  let field: string | undefined;
  for (const part of joined(jq, jq.operator)) {
    if (part.kind !== "binary" || part.operator !== sign) return undefined;
    const path = fieldOf(part.left);
    if (path === undefined || part.right.kind !== "literal" || (field !== undefined && field !== path))
      return undefined;
    const { value } = part.right;
    if (typeof value !== "string" && typeof value !== "number") return undefined;
    field = path;
    values.push(value);
  }
  return field === undefined
    ? undefined
    : { kind: "test", field, operator, operand: { kind: "values", values } };
}

/** The path of a field, with or without a guard against its absence. */
function fieldOf(jq: Jq): string | undefined {
  if (jq.kind === "path") return jq.steps.includes(null) ? undefined : pathText(jq.root, jq.steps);
  const isGuarded = jq.kind === "binary" && jq.operator === "//";
  if (!isGuarded || jq.right.kind !== "call" || jq.right.name !== "error") return undefined;
  return fieldOf(jq.left);
}

function operandOf(jq: Jq): Operand | undefined {
  if (jq.kind === "literal") return { kind: "value", value: jq.value };
  const field = fieldOf(jq);
  return field === undefined ? undefined : { kind: "field", field };
}

function test(field: string, operator: Operator, operand?: Operand): Test {
  return { kind: "test", field, operator, operand };
}

function readTest(jq: Jq): Test | undefined {
  if (jq.kind === "binary") return comparison(jq) ?? piped(jq);
  if (jq.kind === "path" && jq.steps.length > 0) {
    const field = fieldOf(jq);
    return field === undefined ? undefined : test(field, "isTrue");
  }
  return jq.kind === "call" ? called(jq) : undefined;
}

function comparison(jq: Jq & { kind: "binary" }): Test | undefined {
  if (COMPARISONS[jq.operator] === undefined) return undefined;
  const isMirrored = jq.left.kind === "literal";
  const [left, right] = isMirrored ? [jq.right, jq.left] : [jq.left, jq.right];
  const operator = COMPARISONS[isMirrored ? (MIRRORED[jq.operator] ?? "") : jq.operator];
  const operand = operandOf(right);
  if (operator === undefined || operand === undefined) return undefined;
  const value = operand.kind === "value" ? operand.value : undefined;
  const counted = emptiness(left, operator, value);
  if (counted !== undefined) return counted;
  const days = daysSince(left);
  const daysOperator = DAYS[operator];
  if (days !== undefined && daysOperator !== undefined && typeof value === "number") {
    return test(days, daysOperator, operand);
  }
  const field = fieldOf(left);
  if (field === undefined) return undefined;
  if (value === null) {
    if (operator === "equals") return test(field, "isAbsent");
    return operator === "notEquals" ? test(field, "isPresent") : undefined;
  }
  if (typeof value === "boolean" && operator === "equals") return test(field, value ? "isTrue" : "isFalse");
  return test(field, operator, operand);
}

/** `(.x // "" | length) == 0`, and the same without a default. */
function emptiness(left: Jq, operator: Operator, value: unknown): Test | undefined {
  if (value !== 0 || left.kind !== "binary" || left.operator !== "|") return undefined;
  if (left.right.kind !== "call" || left.right.name !== "length") return undefined;
  const field = fieldOf(withoutDefault(left.left));
  if (field === undefined) return undefined;
  if (operator === "equals") return test(field, "isEmpty");
  return operator === "more" || operator === "notEquals" ? test(field, "isNotEmpty") : undefined;
}

/** `.x` of `.x // ""` or `.x // []`. */
function withoutDefault(jq: Jq): Jq {
  if (jq.kind !== "binary" || jq.operator !== "//") return jq;
  const isEmpty =
    (jq.right.kind === "literal" && jq.right.value === "") ||
    (jq.right.kind === "list" && jq.right.item === undefined);
  return isEmpty ? jq.left : jq;
}

/** The field of `(now - (.x | fromdate)) / 86400 | floor`, or without `floor`. */
function daysSince(jq: Jq): string | undefined {
  const isFloored =
    jq.kind === "binary" && jq.operator === "|" && jq.right.kind === "call" && jq.right.name === "floor";
  if (!isFloored) return undefined;
  const quotient = jq.left;
  if (quotient.kind !== "binary" || quotient.operator !== "/") return undefined;
  if (quotient.right.kind !== "literal" || quotient.right.value !== 86400) return undefined;
  const age = quotient.left;
  if (age.kind !== "binary" || age.operator !== "-" || age.left.kind !== "call" || age.left.name !== "now")
    return undefined;
  const date = age.right;
  if (
    date.kind !== "binary" ||
    date.operator !== "|" ||
    date.right.kind !== "call" ||
    date.right.name !== "fromdate"
  ) {
    return undefined;
  }
  return fieldOf(date.left);
}

const TEXT_TESTS: Readonly<Record<string, Operator>> = {
  contains: "contains",
  startswith: "startsWith",
  endswith: "endsWith",
};

/** `(.x | contains("y"))`, `(.x | contains("y") | not)`, `(.x | not)`. */
function piped(jq: Jq & { kind: "binary" }): Test | undefined {
  if (jq.operator !== "|") return undefined;
  const field = fieldOf(withoutDefault(jq.left));
  if (field === undefined) return undefined;
  const { right } = jq;
  const isNegated =
    right.kind === "binary" &&
    right.operator === "|" &&
    right.right.kind === "call" &&
    right.right.name === "not";
  const inner = isNegated ? right.left : right;
  if (inner.kind !== "call") return undefined;
  const [argument] = inner.arguments;
  const operator = TEXT_TESTS[inner.name];
  if (operator === undefined || argument?.kind !== "literal" || typeof argument.value !== "string")
    return undefined;
  const operand: Operand = { kind: "value", value: argument.value };
  if (!isNegated) return test(field, operator, operand);
  return operator === "contains" ? test(field, "notContains", operand) : undefined;
}

/** `any(.list[]; . == "x")`. */
function called(jq: Jq & { kind: "call" }): Test | undefined {
  const [items, condition] = jq.arguments;
  if (
    jq.name !== "any" ||
    items?.kind !== "path" ||
    condition?.kind !== "binary" ||
    condition.operator !== "=="
  ) {
    return undefined;
  }
  const isDot =
    condition.left.kind === "path" && condition.left.root === "." && condition.left.steps.length === 0;
  const steps = items.steps.slice(0, -1);
  if (!isDot || items.steps.at(-1) !== null || steps.includes(null) || condition.right.kind !== "literal")
    return undefined;
  return test(pathText(items.root, steps), "includes", { kind: "value", value: condition.right.value });
}
