/** The texts of new drafts. */
import type { CatalogFunction } from "@towpath/client";
import { expect, test } from "vitest";

import { readDefinition } from "../../definition";
import { blankText, isName, operationText, slug, templateText } from "./made";

const called = { namespace: "support", name: "returns", title: 'Returns: "all" of them' };

test("names for addresses", () => {
  expect(slug("Späte Lieferungen, 2. Mahnung!")).toBe("spate-lieferungen-2-mahnung");
  expect(slug("123")).toBe("");
  expect(["returns", "a", "a-1"].every(isName)).toBe(true);
  expect(["", "-a", "A", "a-", "1a", "a/b"].some(isName)).toBe(false);
});

test("a blank draft can be read, whatever its title is", () => {
  const { header, problems, tasks } = readDefinition(blankText(called));
  expect(problems).toEqual([]);
  expect(header).toMatchObject({ name: "returns", title: called.title, version: "0.1.0" });
  expect(tasks.tasks).toEqual([]);
});

test("a draft of an operation asks for what the operation needs", () => {
  const operation = {
    call: "orders.find-order:1.0.0@default",
    name: "orders.find-order",
    input: {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string", pattern: "^o-" }, more: { type: "boolean" } },
    },
  } as unknown as CatalogFunction;
  const { inputSchema, tasks, problems } = readDefinition(operationText(called, operation));
  expect(problems).toEqual([]);
  expect(inputSchema).toEqual({
    type: "object",
    required: ["id"],
    properties: { id: { type: "string", pattern: "^o-" } },
  });
  expect(tasks.tasks[0]).toMatchObject({ name: "findOrder", detail: { with: { id: "${ .id }" } } });
});

test("a template keeps its comments, and its blank is filled in", () => {
  const source =
    "# What it is for.\ndocument:\n  dsl: 1.0.3 # fixed\n  namespace: demo\n  name: x\n  metadata:\n    days: 30 # the blank\ndo: []\n";
  expect(
    templateText(source, { ...called, title: "" }, { pointer: "/document/metadata/days", value: 14 }),
  ).toBe(source.replace("demo", "support").replace("name: x", "name: returns").replace("30", "14"));
});
