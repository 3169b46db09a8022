/** Which changes make which queries read again. */
import type { Change } from "@towpath/client";
import { expect, test } from "vitest";

import { touches } from "./touches";

const change: Change = {
  topic: "runs",
  namespace: "support",
  workflow: "returns",
  id: "r1",
  at: "2027-01-01T00:00:00Z",
};

test.each([
  [{ topics: ["runs"] }, true],
  [{ topics: ["holds"] }, false],
  [{ topics: ["holds", "runs"], namespace: "support" }, true],
  [{ topics: ["runs"], namespace: "finance" }, false],
  [{ topics: ["runs"], namespace: "support", workflow: "returns", id: "r1" }, true],
  [{ topics: ["runs"], id: "r2" }, false],
  [undefined, false],
] as const)("%j: %s", (dependsOn, expected) => {
  expect(touches(change, dependsOn)).toBe(expected);
});

test("a change that does not say of what touches all of its topic", () => {
  expect(touches({ topic: "policies", at: "x" }, { topics: ["policies"], id: "large-refunds" })).toBe(true);
});
