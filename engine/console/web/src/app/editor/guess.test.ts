/** Guesses for arguments, and what is available by them. */
import { expect, test } from "vitest";

import { availableAt, readDefinition } from "../../definition";
import { guessValue } from "./guess";

const definition = readDefinition(`input:
  schema:
    document:
      type: object
      required: [orderId, amount]
      properties:
        orderId: { type: string }
        amount: { type: number }
        customerId: { type: string }
do:
  - find:
      call: orders.find-order:1.0.0@default
`);
const values = availableAt(definition, "/do/0/find", {}, "with");

test.each([
  ["orderId", "string", ".orderId"],
  ["order", "string", ".orderId"],
  ["order_id", "string", ".orderId"],
  ["amount", "number", ".amount"],
  ["amount", "string", undefined],
  // Two values end with `Id`: nobody knows which is meant.
  ["id", "string", undefined],
  ["reason", "string", undefined],
])("%s (%s) takes %s", (argument, type, path) => {
  expect(guessValue(argument, type, values)).toBe(path);
});
