/** Schemas as lists of fields. */
import { expect, test } from "vitest";

import { readDefinition, setInputSchema } from "../../../definition";
import { exampleOf, fieldsOf, requiring, withField, withMember, withoutField } from "./schemaFields";

test("fields are added, changed and taken out", () => {
  const one = withField(undefined, "orderId");
  expect(one).toEqual({ type: "object", required: ["orderId"], properties: { orderId: { type: "string" } } });
  const two = withMember(withField(one, "why"), "why", { title: "Why", type: "string", format: undefined });
  expect(fieldsOf(requiring(two, "why", false))).toMatchObject([
    { name: "orderId", type: "string", isRequired: true },
    { name: "why", title: "Why", isRequired: false },
  ]);
  expect(withoutField(one, "orderId")).toBeUndefined();
});

test("what the list does not show stays", () => {
  const schema = {
    type: "object",
    additionalProperties: false,
    properties: { a: { type: "string", pattern: "^x" } },
  };
  expect(withMember(schema, "a", { title: "A" })).toEqual({
    type: "object",
    additionalProperties: false,
    properties: { a: { type: "string", pattern: "^x", title: "A" } },
  });
});

test("a definition without input gets one", () => {
  const definition = readDefinition("document:\n  name: x\ndo: []\n");
  const result = setInputSchema(definition, withField(undefined, "orderId"));
  expect(result.ok && fieldsOf(result.after.inputSchema)).toMatchObject([{ name: "orderId" }]);
});

test("examples have the type of their field", () => {
  expect(exampleOf("5", "number")).toBe(5);
  expect(exampleOf("5", "string")).toBe("5");
  expect(exampleOf("", "string")).toBeUndefined();
});
