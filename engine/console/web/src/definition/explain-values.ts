/** Values and conditions in plain language. */
import { conditionOf } from "./conditions";
import type { Condition, Operand, Test } from "./conditions";
import { fill, listed } from "./explain-words";
import type { Words } from "./explain-words";
import { bareJq, isExpression, parseJq } from "./jq";
import type { PathStep } from "./jq";
import { isList, isMapping } from "./render";
import type { Data } from "./tree";

/** A value of a definition. A text is an expression if it is in `${ }`, or always for `isJq`. */
export function valueInWords(words: Words, data: Data | undefined, isJq = false): string {
  if (typeof data === "string" && (isJq || isExpression(data))) return jqInWords(words, bareJq(data));
  if (typeof data === "string") return `“${data}”`;
  if (data === undefined || data === null || typeof data !== "object") return String(data ?? "null");
  if (isList(data))
    return data.length === 0
      ? "[]"
      : listed(
          words,
          data.map((item) => valueInWords(words, item)),
        );
  return isMapping(data) && Object.keys(data).length > 0 ? listed(words, Object.keys(data)) : "{}";
}

/** An expression: a path in words, anything else as it is. */
export function jqInWords(words: Words, jq: string): string {
  const read = parseJq(jq);
  if (read?.kind === "path") return pathInWords(words, read.root, read.steps);
  if (read?.kind === "literal")
    return typeof read.value === "string" ? `“${read.value}”` : String(read.value);
  const isGuarded = read?.kind === "binary" && read.operator === "//";
  if (isGuarded && read.left.kind === "path") return pathInWords(words, read.left.root, read.left.steps);
  return fill(words, "value.formula", { jq });
}

function pathInWords(words: Words, root: string, steps: readonly PathStep[]): string {
  const names = (some: readonly PathStep[]): string =>
    some
      .map((step) => (step === null ? "each" : typeof step === "number" ? String(step + 1) : spaced(step)))
      .join(" › ");
  if (root === "." || root === "$output")
    return steps.length === 0 ? fill(words, "value.whole") : names(steps);
  const [first, second, ...rest] = steps;
  if (root === "$workflow" && first === "input")
    return fill(words, "value.input", { path: names(steps.slice(1)) });
  if (root === "$input") return names(steps);
  if (root === "$context") return fill(words, "value.context", { path: names(steps) });
  if (root === "$secrets") return fill(words, "value.secret", { path: names(steps) });
  if (root === "$runtime" && first === "metadata" && second === "settings") {
    return fill(words, "value.setting", { path: names(rest) });
  }
  const variable = spaced(root.slice(1));
  if (root === "$error") return fill(words, "value.error", { path: names(steps) });
  if (steps.length === 0) return fill(words, "value.variable.whole", { variable });
  return fill(words, "value.variable", { path: names(steps), variable });
}

/** `customerId` as "customer id". */
export function spaced(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, (_, before: string, letter: string) => `${before} ${letter.toLowerCase()}`)
    .replace(/[-_]/g, " ");
}

/** A condition as jq, in words. */
export function conditionInWords(words: Words, jq: string): string {
  return inWords(words, conditionOf(bareJq(jq)), false);
}

function inWords(words: Words, condition: Condition, isInside: boolean): string {
  switch (condition.kind) {
    case "free":
      return fill(words, "value.formula", { jq: condition.jq });
    case "test":
      return testInWords(words, condition);
    case "group": {
      const parts = condition.of.map((inner) => inWords(words, inner, true));
      const text = parts.join(fill(words, condition.join === "all" ? "join.all" : "join.any"));
      return isInside && parts.length > 1 ? `(${text})` : text;
    }
  }
}

function testInWords(words: Words, { field, operator, operand }: Test): string {
  if (field === "." && (operator === "isPresent" || operator === "isAbsent"))
    return fill(words, `test.whole.${operator}`);
  return fill(words, `test.${operator}`, {
    field: jqInWords(words, field),
    value: operandInWords(words, operand),
  });
}

function operandInWords(words: Words, operand: Operand | undefined): string {
  const literal = (value: null | boolean | number | string): string =>
    typeof value === "string" ? `“${value}”` : String(value);
  switch (operand?.kind) {
    case "value":
      return literal(operand.value);
    case "values":
      return listed(words, operand.values.map(literal));
    case "field":
      return jqInWords(words, operand.field);
    default:
      return "";
  }
}
