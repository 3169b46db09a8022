/** Schemas become rows that people read, and examples that fit. */
import fc from "fast-check";
import { expect, test } from "vitest";

import { check } from "../../parts/schema-form/check";
import { exampleOf, rowsOf, typeText } from "./schema-rows";

const refund = {
  type: "object",
  required: ["order"],
  properties: {
    order: {
      type: "object",
      required: ["id", "items"],
      properties: {
        id: { type: "string", pattern: "^o-[0-9]+$", description: "Its number" },
        items: {
          type: "array",
          minItems: 1,
          items: { type: "object", required: ["sku"], properties: { sku: { type: "string" } } },
        },
      },
    },
    tier: { enum: ["standard", "gold"] },
  },
};

test("rows have their way, type and facts", () => {
  const { rows, isCut } = rowsOf(refund);
  expect(isCut).toBe(false);
  expect(rows.map((row) => [row.path, row.type, row.isRequired])).toEqual([
    ["order", "object", true],
    ["order.id", "string", true],
    ["order.items", "list of object", true],
    ["order.items[]", "object", true],
    ["order.items[].sku", "string", true],
    ["tier", "string", false],
  ]);
  expect(rows[1]?.facts).toEqual(["matches `^o-[0-9]+$`"]);
  expect(rows[5]?.facts).toEqual(['one of "standard", "gold"']);
});

test("an example fits its schema", () => {
  const example = exampleOf(refund);
  expect(example).toEqual({ order: { id: "o-1", items: [{ sku: "text" }] } });
  expect([...check(refund, example, refund)]).toEqual([]);
});

test("a schema that refers to itself ends", () => {
  const tree = {
    $defs: { n: { type: "object", properties: { next: { $ref: "#/$defs/n" } } } },
    $ref: "#/$defs/n",
  };
  expect(rowsOf(tree).isCut).toBe(true);
  expect(typeText({ anyOf: [{ type: "string" }, { type: "null" }] }, {})).toBe("string or null");
});

test("nothing crashes it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      rowsOf(value);
      exampleOf({ type: "object", required: ["a"], properties: { a: value } });
    }),
  );
});
