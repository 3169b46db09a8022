/** Schemas become fields, and values are checked as a full validator would. */
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";

import { check } from "./check";
import { fieldOf, initialOf, labelOf, resolved, type Schema } from "./schema";

const order: Schema = {
  type: "object",
  required: ["orderId", "lines"],
  properties: {
    orderId: { type: "string", minLength: 3 },
    reason: { enum: ["damaged", "late"] },
    express: { type: ["boolean", "null"], default: false },
    lines: { type: "array", minItems: 1, items: { $ref: "#/$defs/line" } },
    target: { oneOf: [{ type: "string" }, { type: "number" }] },
  },
  additionalProperties: false,
  $defs: {
    line: {
      type: "object",
      required: ["sku"],
      properties: { sku: { type: "string" }, count: { type: "integer", minimum: 1 } },
    },
  },
};

test("each type has its field", () => {
  const field = fieldOf(order);
  expect(
    field.kind === "object" &&
      field.members.map(({ name, schema, isRequired }) => [
        name,
        fieldOf(resolved(schema, order)).kind,
        isRequired,
      ]),
  ).toEqual([
    ["orderId", "text", true],
    ["reason", "choice", false],
    ["express", "boolean", false],
    ["lines", "list", true],
    ["target", "json", false],
  ]);
  expect(fieldOf({}).kind).toBe("json");
  expect(initialOf(order, order)).toEqual({ lines: [] });
});

test("references are followed, also to themselves, and never out of the document", () => {
  expect(resolved({ $ref: "#/$defs/line" }, order)["required"]).toEqual(["sku"]);
  const loop: Schema = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } };
  expect(fieldOf(resolved(loop, loop)).kind).toBe("json");
  expect(fieldOf(resolved({ $ref: "https://elsewhere.example/x" }, order)).kind).toBe("json");
  const joined = resolved(
    { allOf: [{ properties: { a: {} }, required: ["a"] }, { properties: { b: {} } }] },
    {},
  );
  expect(Object.keys(joined["properties"] as object)).toEqual(["a", "b"]);
});

test("labels are words", () => {
  expect(labelOf("orderId", {})).toBe("Order id");
  expect(labelOf("e_mail", {})).toBe("E mail");
  expect(labelOf("x", { title: "Der Titel" })).toBe("Der Titel");
});

test("errors are told by place", () => {
  const errors = check(
    order,
    { orderId: "x", reason: "no", lines: [{ sku: "a" }, { count: 0 }], more: 1 },
    order,
  );
  expect(Object.fromEntries(errors)).toEqual({
    "/orderId": "at least 3 characters",
    "/reason": "this has to be one of: damaged, late",
    "/lines/1/sku": "this is needed",
    "/lines/1/count": "at least 1",
    "/more": "`more` is not known here",
  });
});

test("a value is right exactly where ajv says so", () => {
  const ajv = new Ajv2020({ strict: false });
  const leaf = fc.oneof(
    fc.record({ type: fc.constantFrom("string", "number", "integer", "boolean", "null") }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom("a", 1, true, null), { minLength: 1 }) }),
    fc.record({ type: fc.constant("string"), minLength: fc.nat(3) }),
    fc.record({ type: fc.constant("number"), minimum: fc.integer({ min: -2, max: 2 }) }),
  );
  const tree = fc.letrec<{ schema: Schema; value: unknown }>((tie) => ({
    schema: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      fc.record({
        type: fc.constant("array"),
        items: tie("schema"),
        maxItems: fc.nat(3),
        uniqueItems: fc.boolean(),
      }),
      fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(fc.constantFrom("a", "b"), tie("schema")),
        required: fc.uniqueArray(fc.constantFrom("a", "b")),
        additionalProperties: fc.boolean(),
      }),
      fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    ) as fc.Arbitrary<Schema>,
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("", "a", "abcd", 0, 1, 1.5, -3, true, null),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom("a", "b", "c"), tie("value")),
    ),
  }));
  fc.assert(
    fc.property(tree.schema, tree.value, (schema, value) => {
      expect(check(schema, value, schema).size === 0).toBe(ajv.validate(schema, value));
    }),
    { numRuns: 3000 },
  );
});
