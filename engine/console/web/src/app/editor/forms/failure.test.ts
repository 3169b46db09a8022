/** Where a `try` goes on when all tries have failed. */
import { expect, test } from "vitest";

import { applyEdits, findTask, readDefinition, type Task } from "../../../definition";
import { isNeverTaken, setCatch } from "./failure";

const written = (caught: string) => `document: { dsl: 1.0.3, namespace: support, name: x, version: 1.0.0 }
do:
  - try:
      try:
        - pay:
            call: payments.refund:1.0.0@default
      catch:
        as: problem
${caught}  - ticket:
      set: { a: 1 }
`;
const RETRY = "        retry: { delay: PT1S, limit: { attempt: { count: 2 } } }\n";
const HANDLED = "        do:\n          - note:\n              set: { b: 2 }\n";

function opened(caught: string) {
  const definition = readDefinition(written(caught));
  const task = findTask(definition, "/do/0/try") as Task;
  return { definition, task };
}

function textAfter(caught: string, changes: Parameters<typeof setCatch>[2]): string {
  const { definition, task } = opened(caught);
  const result = setCatch(definition, task, changes, "failed");
  return result.ok ? applyEdits(definition.text, result.edits) : result.reason;
}

test("a way on after failed tries comes with a step that notes the failure", () => {
  const text = textAfter(RETRY, { then: "ticket" });
  expect(text).toContain("then: ticket");
  expect(text).toMatch(/- failed:\n\s+set:\n\s+failure: \$\{ \$problem\.title \}/);
  const task = findTask(readDefinition(text), "/do/0/try") as Task;
  expect(isNeverTaken(task)).toBe(false);
});

test("tries that are added to a way on bring the step too", () => {
  const text = textAfter("        then: ticket\n", { retry: { limit: { attempt: { count: 2 } } } });
  expect(text).toContain("- failed:");
});

test.each([
  ["steps handle the failure already", RETRY + HANDLED, { then: "ticket" }],
  ["there are no further tries", "", { then: "ticket" }],
  ["it goes on with the next step", RETRY, { then: undefined }],
])("no step where %s", (_, caught, changes) => {
  expect(textAfter(caught, changes)).not.toContain("failed");
});

test("a way on that is never taken is known", () => {
  expect(isNeverTaken(opened(`${RETRY}        then: ticket\n`).task)).toBe(true);
  expect(isNeverTaken(opened(`${RETRY}${HANDLED}        then: ticket\n`).task)).toBe(false);
  expect(isNeverTaken(opened("        then: ticket\n").task)).toBe(false);
});
