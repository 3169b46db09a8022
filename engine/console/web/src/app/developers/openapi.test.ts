/** The whole description of this server can be read, and anything else does not crash the page. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";

import { groupsOf, requestsOf, withComponents } from "./openapi";
import { rowsOf } from "./schema-rows";

const address = new URL("../../../../../api/openapi.json", import.meta.url);
const description: unknown = JSON.parse(readFileSync(address, "utf8"));

test("every request is there, with a tag and its answers", () => {
  const requests = requestsOf(description);
  expect(requests.length).toBeGreaterThan(90);
  expect(requests.every((one) => one.answers.length > 0 && one.summary !== "")).toBe(true);
  const start = requests.find((one) => one.id === "startRun");
  expect([start?.method, start?.path, start?.body?.type]).toEqual([
    "POST",
    "/v1/workflows/{namespace}/{name}/runs",
    "application/json",
  ]);
});

test("references lead into the components", () => {
  const run = requestsOf(description).find((one) => one.id === "readRun");
  const body = run?.answers.find((one) => one.status === "200")?.body;
  const { rows } = rowsOf(withComponents(body?.schema, description));
  expect(rows.map((row) => row.path)).toContain("startedAt");
});

test("a search finds by all of its words", () => {
  const groups = groupsOf(description, requestsOf(description), "cancel run", "Other");
  expect(groups.flatMap((group) => group.requests.map((one) => one.id))).toContain("cancelRun");
  expect(groupsOf(description, requestsOf(description), "zebra", "Other")).toEqual([]);
});

test("nothing crashes it", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      requestsOf(value);
      requestsOf({ paths: { "/x": { get: value } } });
      groupsOf({ tags: value }, [], "", "Other");
    }),
  );
});
