/** The input is found in the first record, and hidden values are taken out wherever they are. */
import { expect, test } from "vitest";

import { inputOf, valueAt, withoutHidden } from "./recorded";

const record = (started: unknown) => [{ index: 0, term: 1, record: started as never }];

test("the input of the first record", () => {
  const started = { started: { step: { event: { start: { input: { orderId: "o-1001" } } } } } };
  expect(inputOf(record(started))).toEqual({ value: { orderId: "o-1001" } });
  expect(inputOf(record({ later: true }))).toBeUndefined();
  expect(inputOf([])).toBeUndefined();
});

test("hidden parts are taken out, and told by their places", () => {
  const input = {
    order: "o-1",
    "a/b": { mail: { $masked: ["customer-data"] }, age: 3 },
    list: [{ $cut: 9 }, 2],
  };
  const { value, hidden } = withoutHidden(input);
  expect(value).toEqual({ order: "o-1", "a/b": { age: 3 }, list: [null, 2] });
  expect(hidden).toEqual(["/a~1b/mail", "/list/0"]);
  expect(hidden.map((pointer) => valueAt(input, pointer))).toEqual([
    { $masked: ["customer-data"] },
    { $cut: 9 },
  ]);
  expect(withoutHidden({ $masked: ["x"] })).toEqual({ value: undefined, hidden: [""] });
});
