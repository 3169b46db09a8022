/** Expressions in fields: `${ … }` around jq. Pure. */
import { bareJq, isExpression, type Data } from "../../../definition";

/** The jq of a field, or `undefined` where it is a fixed value. */
export function jqOf(value: Data | undefined): string | undefined {
  return typeof value === "string" && isExpression(value) ? bareJq(value) : undefined;
}

/** Writes jq as a field has it. */
export function asExpression(jq: string): string {
  return `\${ ${jq.trim()} }`;
}

/** A fixed value that says the same as typed text: a number where the schema wants one. */
export function fixedOf(text: string, type: string | undefined): Data {
  if ((type === "number" || type === "integer") && text.trim() !== "" && Number.isFinite(Number(text))) {
    return Number(text);
  }
  if (type === "boolean" && (text === "true" || text === "false")) {
    return text === "true";
  }
  return text;
}

/** The type of a schema, where it is one. */
export function typeOfSchema(schema: Data | undefined): string | undefined {
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) {
    return undefined;
  }
  const { type } = schema as { type?: Data };
  if (typeof type === "string") {
    return type;
  }
  return Array.isArray(type)
    ? type.find((one): one is string => typeof one === "string" && one !== "null")
    : undefined;
}
