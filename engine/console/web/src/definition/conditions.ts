/**
 * Conditions as a form builds them: tests of a field, joined by "all" or "any". They are written as jq that the checker
 * accepts without a warning, and read back where that is possible; anything else stays a free text.
 */
import { parseJq } from "./jq";
import { readCondition } from "./condition-read";

/** How a field is tested. */
export type Operator =
  | "equals"
  | "notEquals"
  | "less"
  | "atMost"
  | "more"
  | "atLeast"
  | "isPresent"
  | "isAbsent"
  | "isTrue"
  | "isFalse"
  | "isEmpty"
  | "isNotEmpty"
  | "contains"
  | "notContains"
  | "startsWith"
  | "endsWith"
  | "includes"
  | "oneOf"
  | "noneOf"
  | "daysLess"
  | "daysAtMost"
  | "daysMore"
  | "daysAtLeast";

/** What a field is compared with: a value, values, or another field. */
export type Operand =
  | { readonly kind: "value"; readonly value: null | boolean | number | string }
  | { readonly kind: "values"; readonly values: readonly (number | string)[] }
  | { readonly kind: "field"; readonly field: string };

/** One test. */
export interface Test {
  readonly kind: "test";
  /** The jq path: `.order.total`, `$workflow.input.customer`. */
  readonly field: string;
  readonly operator: Operator;
  readonly operand: Operand | undefined;
}

/** Conditions that all have to hold, or one of them. */
export interface Group {
  readonly kind: "group";
  readonly join: "all" | "any";
  readonly of: readonly Condition[];
}

/** jq that is no form. */
export interface Free {
  readonly kind: "free";
  readonly jq: string;
}

export type Condition = Test | Group | Free;

/** What kind of operand an operator has. */
export const OPERANDS: Readonly<Record<Operator, "none" | "value" | "values" | "text" | "number">> = {
  equals: "value",
  notEquals: "value",
  less: "value",
  atMost: "value",
  more: "value",
  atLeast: "value",
  isPresent: "none",
  isAbsent: "none",
  isTrue: "none",
  isFalse: "none",
  isEmpty: "none",
  isNotEmpty: "none",
  contains: "text",
  notContains: "text",
  startsWith: "text",
  endsWith: "text",
  includes: "value",
  oneOf: "values",
  noneOf: "values",
  daysLess: "number",
  daysAtMost: "number",
  daysMore: "number",
  daysAtLeast: "number",
};

/** The operators that make sense for a type of JSON Schema and its format. */
export function operatorsFor(type: string | undefined, format?: string): readonly Operator[] {
  const always: Operator[] = ["equals", "notEquals", "isPresent", "isAbsent"];
  const days: Operator[] = ["daysLess", "daysAtMost", "daysMore", "daysAtLeast"];
  switch (type) {
    case "number":
    case "integer":
      return [
        "equals",
        "notEquals",
        "less",
        "atMost",
        "more",
        "atLeast",
        "oneOf",
        "noneOf",
        "isPresent",
        "isAbsent",
      ];
    case "boolean":
      return ["isTrue", "isFalse", "isPresent", "isAbsent"];
    case "array":
      return ["includes", "isEmpty", "isNotEmpty", "isPresent", "isAbsent"];
    case "object":
    case "null":
      return ["isPresent", "isAbsent"];
    case "string":
      if (format === "date" || format === "date-time") return [...days, ...always];
      return [
        ...always,
        "oneOf",
        "noneOf",
        "contains",
        "notContains",
        "startsWith",
        "endsWith",
        "isEmpty",
        "isNotEmpty",
      ];
    default:
      return Object.keys(OPERANDS) as Operator[];
  }
}

export interface WriteOptions {
  /** Whether a field may be absent or null. Then a comparison says so instead of comparing null. */
  readonly mayLack?: (field: string) => boolean;
}

const SIGNS: Readonly<Partial<Record<Operator, string>>> = {
  equals: "==",
  notEquals: "!=",
  less: "<",
  atMost: "<=",
  more: ">",
  atLeast: ">=",
  daysLess: "<",
  daysAtMost: "<=",
  daysMore: ">",
  daysAtLeast: ">=",
};

/** Writes a condition as jq. */
export function writeCondition(condition: Condition, options: WriteOptions = {}): string {
  switch (condition.kind) {
    case "free":
      return condition.jq.trim();
    case "test":
      return writeTest(condition, options);
    case "group": {
      const [first, ...rest] = condition.of;
      if (first === undefined) return condition.join === "all" ? "true" : "false";
      if (rest.length === 0) return writeCondition(first, options);
      const word = condition.join === "all" ? " and " : " or ";
      return condition.of.map((inner) => bracketed(inner, options)).join(word);
    }
  }
}

/** A condition inside a group. Everything that binds looser than `and` gets brackets. */
function bracketed(condition: Condition, options: WriteOptions): string {
  const jq = writeCondition(condition, options);
  if (condition.kind === "group") return condition.of.length > 1 ? `(${jq})` : jq;
  const isWhole = /^\([^()]*\)$/.test(jq) || parseJq(jq)?.kind === "path";
  return condition.kind === "free" && !isWhole ? `(${jq})` : jq;
}

function writeTest({ field, operator, operand }: Test, options: WriteOptions): string {
  const mayLack = options.mayLack?.(field) ?? false;
  const guarded = mayLack ? `(${field} // error(${JSON.stringify(`there is no ${nameOf(field)}`)}))` : field;
  const value = operandText(operand);
  switch (operator) {
    case "equals":
    case "notEquals":
      return `${field} ${SIGNS[operator] ?? "=="} ${value}`;
    case "less":
    case "atMost":
    case "more":
    case "atLeast":
      return `${guarded} ${SIGNS[operator] ?? "<"} ${value}`;
    case "isPresent":
      return `${field} != null`;
    case "isAbsent":
      return `${field} == null`;
    case "isTrue":
      return `${field} == true`;
    case "isFalse":
      return `${field} == false`;
    case "isEmpty":
      return `(${field} // "" | length) == 0`;
    case "isNotEmpty":
      return `(${field} // "" | length) > 0`;
    case "contains":
      return `(${textual(field, mayLack)} | contains(${value}))`;
    case "notContains":
      return `(${textual(field, mayLack)} | contains(${value}) | not)`;
    case "startsWith":
      return `(${textual(field, mayLack)} | startswith(${value}))`;
    case "endsWith":
      return `(${textual(field, mayLack)} | endswith(${value}))`;
    case "includes":
      return `any(${field}[]${mayLack ? "?" : ""}; . == ${value})`;
    case "oneOf":
    case "noneOf":
      return membership(field, operator, operand);
    case "daysLess":
    case "daysAtMost":
    case "daysMore":
    case "daysAtLeast":
      return `((now - (${guarded} | fromdate)) / 86400 | floor) ${SIGNS[operator] ?? "<"} ${value}`;
  }
}

function membership(field: string, operator: "oneOf" | "noneOf", operand: Operand | undefined): string {
  const values = operand?.kind === "values" ? operand.values : [];
  if (values.length === 0) return operator === "oneOf" ? "false" : "true";
  const [sign, word] = operator === "oneOf" ? ["==", " or "] : ["!=", " and "];
  const tests = values.map((value) => `${field} ${sign} ${JSON.stringify(value)}`);
  return tests.length === 1 ? (tests[0] ?? "true") : `(${tests.join(word)})`;
}

function textual(field: string, mayLack: boolean): string {
  return mayLack ? `(${field} // "")` : field;
}

/** The last name of a path, for messages. */
function nameOf(field: string): string {
  return /([A-Za-z_][A-Za-z0-9_]*)"?\]?$/.exec(field)?.[1] ?? "value";
}

function operandText(operand: Operand | undefined): string {
  switch (operand?.kind) {
    case "field":
      return operand.field;
    case "value":
      return JSON.stringify(operand.value);
    default:
      return "null";
  }
}

/** Reads jq as a condition. What is no form is free text, at the smallest place where it can be. */
export function conditionOf(jq: string): Condition {
  const read = parseJq(jq);
  return read === undefined ? { kind: "free", jq: jq.trim() } : readCondition(read, jq);
}
