/** What the diagram draws. */
import { expect, test } from "vitest";

import { readDefinition } from "../../../definition";
import { drawn, labelPlace, pathOf } from "./model";

const definition = readDefinition(`do:
  - find: { set: { a: 1 } }
  - pay:
      try:
        - send: { set: { b: 1 } }
      catch:
        do: []
  - end: { set: { c: 1 } }
`);

test("steps are read in the order of the text", () => {
  expect(drawn(definition).order).toEqual([
    "/do/0/find",
    "/do/1/pay",
    "/do/1/pay/try/0/send",
    "/do/1/pay/catch/do/+",
    "/do/2/end",
  ]);
});

test("every line joins boxes that are drawn, and every place for a step has an id of its own", () => {
  const { nodes, edges } = drawn(definition);
  const ids = nodes.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const edge of edges) {
    expect(ids).toContain(edge.source);
    expect(ids).toContain(edge.target);
  }
});

test("corners are round", () => {
  const points = [
    { x: 0, y: 0 },
    { x: 0, y: 20 },
    { x: 30, y: 20 },
  ];
  expect(pathOf(points)).toBe("M 0 0 L 0 12 Q 0 20 8 20 L 30 20");
  expect(pathOf([])).toBe("");
  expect(labelPlace(points)).toEqual({ x: 16, y: 8 });
});

test("a diagram of 200 steps is made quickly", () => {
  const many = Array.from({ length: 200 }, (_, at) => `  - s${String(at)}: { set: { a: ${String(at)} } }`);
  const large = readDefinition(`do:\n${many.join("\n")}\n`);
  const from = performance.now();
  expect(drawn(large).nodes.length).toBeGreaterThan(400);
  expect(performance.now() - from).toBeLessThan(500);
});
