/** What tries begin with. */
import { expect, test } from "vitest";

import { readDefinition } from "../../../definition";
import { aloneOf } from "./alone";
import { firstInput, freshCaseName, givenBy } from "./input";

test("the first input is what the examples say", () => {
  const schema = {
    type: "object",
    required: ["orderId", "amount"],
    properties: {
      orderId: { type: "string", examples: ["o-1005"] },
      amount: { type: "number" },
      why: { type: "string" },
    },
  };
  expect(firstInput(schema)).toEqual({ orderId: "o-1005", amount: 0 });
  expect(firstInput(undefined)).toEqual({});
});

test("names of cases are unique, and masked cases give nothing", () => {
  expect(freshCaseName("a", ["a", "a 2"])).toBe("a 3");
  expect(givenBy({ name: "x", $masked: ["customer-data"] })).toBeUndefined();
  expect(givenBy({ name: "x", input: 1, results: { "a.b": 2 } })).toMatchObject({
    input: 1,
    results: { "a.b": 2 },
  });
});

test("a step alone gets its values, and leads nowhere", () => {
  const definition = readDefinition(
    "document: { dsl: 1.0.3, namespace: a, name: b, version: 0.1.0 }\nuse: { secrets: [s] }\ndo:\n  - one: { set: { a: 1 }, then: two }\n  - two: { set: { b: 1 } }\n",
  );
  const task = definition.tasks.tasks[0];
  const made = JSON.parse(task === undefined ? "" : aloneOf(definition, task, { x: 'a"${ }' }, { c: 1 })) as {
    do: unknown[];
    use: unknown;
  };
  expect(made.use).toEqual({ secrets: ["s"] });
  expect(made.do).toEqual([
    { givenBefore: { set: '${ {"x":"a\\"${ }"} }', export: { as: '${ {"c":1} }' } } },
    { one: { set: { a: 1 } } },
  ]);
});
