/** The layout: nothing overlaps, everything is in its frame, edits move nothing above them, and it is fast. */
import { describe, expect, it } from "vitest";
import { definitions, generated } from "./corpus";
import { addTask } from "./edits";
import { SIZES, layout } from "./layout";
import type { Box, Layout } from "./layout";
import { readDefinition } from "./read";

const of = (text: string): Layout => layout(readDefinition(text));
const solid = (box: Box): boolean => box.kind !== "lane";
const overlaps = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const box = (diagram: Layout, id: string): Box => {
  const found = diagram.boxes.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no box ${id}`);
  return found;
};

const head = "document: { dsl: 1.0.3, namespace: n, name: a, version: 1.0.0 }\ndo:\n";
const many = (count: number): string =>
  head +
  Array.from({ length: count }, (_, at) =>
    at % 10 === 5
      ? `  - s${at}:\n      switch:\n        - a: { when: .x, then: t${at + 1} }\n        - b: { when: .y, then: t${at + 2} }\n        - c: { then: t${at + 3} }\n`
      : at % 10 === 9
        ? `  - t${at}:\n      for: { in: .all }\n      do:\n        - i${at}: { set: { x: 1 } }\n`
        : `  - t${at}: { set: { x: ${at} }${at % 10 === 6 || at % 10 === 7 ? `, then: t${at - (at % 10) + 9}` : ""} }\n`,
  ).join("");

describe("a diagram", () => {
  const all = [...definitions(), ...generated(60)].map(({ name, text }) => ({ name, diagram: of(text) }));

  it("has no boxes that overlap, and frames around what is in them", () => {
    for (const { name, diagram } of all) {
      const boxes = diagram.boxes.filter(solid);
      for (const [at, one] of boxes.entries()) {
        for (const other of boxes.slice(at + 1)) {
          if (one.parent === other.parent)
            expect(overlaps(one, other), `${name}: ${one.id} and ${other.id}`).toBe(false);
        }
        if (one.parent === undefined) continue;
        const frame = box(diagram, one.parent);
        const isInside =
          one.x >= frame.x &&
          one.y >= frame.y &&
          one.x + one.width <= frame.x + frame.width &&
          one.y + one.height <= frame.y + frame.height;
        expect(isInside, `${name}: ${one.id} in ${frame.id}`).toBe(true);
      }
      const right = Math.max(...diagram.boxes.map(({ x, width }) => x + width));
      expect(right, name).toBeLessThanOrEqual(diagram.width + 1);
    }
  });

  it("has edges that begin and end at their boxes, and only right angles", () => {
    for (const { name, diagram } of all) {
      expect(new Set(diagram.edges.map(({ id }) => id)).size, name).toBe(diagram.edges.length);
      for (const edge of diagram.edges) {
        const [from, to] = [box(diagram, edge.from), box(diagram, edge.to)];
        const [first, last] = [edge.points[0], edge.points.at(-1)];
        if (first === undefined || last === undefined) throw new Error(`${name}: ${edge.id} has no points`);
        for (const [end, one] of [
          [first, from],
          [last, to],
        ] as const) {
          const touches =
            end.x >= one.x && end.x <= one.x + one.width && end.y >= one.y && end.y <= one.y + one.height;
          expect(touches, `${name}: ${edge.id} at ${one.id}`).toBe(true);
        }
        for (const [at, point] of edge.points.slice(1).entries()) {
          const before = edge.points[at];
          expect(before?.x === point.x || before?.y === point.y, `${name}: ${edge.id}`).toBe(true);
        }
      }
    }
  });

  it("has a spot for a task at every place of every list", () => {
    const diagram = of(
      `${head}  - a: { do: [] }\n  - b: { fork: { branches: [ { c: { wait: PT1S } } ] } }\n`,
    );
    const spots = diagram.spots.map(({ list, index }) => `${list} ${index}`).sort();
    expect(spots).toEqual([
      "/do 0",
      "/do 1",
      "/do 2",
      "/do/0/a/do 0",
      "/do/1/b/fork/branches 0",
      "/do/1/b/fork/branches 1",
    ]);
  });

  it("puts the branches of a switch side by side, and what follows below all of them", () => {
    const diagram = of(many(10));
    const [one, two, three, after] = ["/do/6/t6", "/do/7/t7", "/do/8/t8", "/do/9/t9"].map((id) =>
      box(diagram, id),
    );
    expect(one?.y).toBe(two?.y);
    expect(two?.y).toBe(three?.y);
    expect((two?.x ?? 0) - (one?.x ?? 0)).toBe(SIZES.width + SIZES.columnGap);
    expect(after?.y).toBeGreaterThan(one?.y ?? 0);
    expect(diagram.edges.filter(({ kind }) => kind === "case").map(({ label }) => label)).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("stays where it is above an edit", () => {
    const before = readDefinition(many(40));
    const result = addTask(before, { list: "/do", index: 20 }, "new", { wait: "PT1S" });
    if (!result.ok) throw new Error(result.reason);
    const [old, now] = [layout(before), layout(result.after)];
    for (let at = 0; at < 20; at += 1) {
      const id = before.tasks.tasks[at]?.reference ?? "";
      expect(box(now, id)).toEqual(box(old, id));
    }
  });

  it("of 200 tasks takes less than 5 ms", () => {
    const definition = readDefinition(many(200));
    for (let warm = 0; warm < 20; warm += 1) layout(definition);
    const times = Array.from({ length: 25 }, () => {
      const start = performance.now();
      layout(definition);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    // The fastest: how long it takes when nothing else runs on the machine.
    const fastest = times[0] ?? 0;
    console.info(`layout of 200 tasks: ${fastest.toFixed(2)} ms`);
    expect(fastest).toBeLessThan(5);
  });
});
