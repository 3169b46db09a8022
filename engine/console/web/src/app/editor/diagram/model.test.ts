/** What the diagram draws. */
import { expect, test } from "vitest";

import { readDefinition } from "../../../definition";
import { NO_MARKS } from "../marks";
import { isAlike, keeping } from "../same";
import { drawn, isSameNode, labelPlace, marked, pathOf, type AnyNode, type Line } from "./model";

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

/** How many nodes and lines a diagram that stands has to render again for each of these texts. */
function rendered(texts: readonly string[], selections: readonly string[] = []): [number, number][] {
  const keepNodes = keeping<AnyNode>(({ id }) => id, isSameNode);
  const keepLines = keeping<Line>(({ id }) => id, isAlike);
  let [nodes, lines]: [AnyNode[], Line[]] = [[], []];
  let last: ReturnType<typeof readDefinition> | undefined;
  const counts = texts.map((text, at): [number, number] => {
    last = readDefinition(text, last);
    const now = drawn(last);
    const known = (id: string) => ({
      summary: "",
      marks: NO_MARKS,
      isSelected: id === selections[at],
      isCurrent: false,
    });
    const [nextNodes, nextLines] = [keepNodes(marked(now.nodes, known)), keepLines(now.edges)];
    const count: [number, number] = [
      nextNodes.filter((one) => !nodes.includes(one)).length,
      nextLines.filter((one) => !lines.includes(one)).length,
    ];
    [nodes, lines] = [nextNodes, nextLines];
    return count;
  });
  return counts.slice(1);
}

const steps = (third: string) =>
  `do:\n${Array.from({ length: 200 }, (_, at) => `  - s${String(at)}: { set: { a: ${at === 3 ? third : String(at)} } }`).join("\n")}\n`;

test("a letter in one of 200 steps renders one step again, and a comment above them none", () => {
  expect(rendered([steps("3"), steps("34"), `# why\n${steps("34")}`])).toEqual([
    [1, 0],
    [0, 0],
  ]);
});

test("another selection renders the step that lost it and the one that has it", () => {
  expect(rendered([steps("3"), steps("3")], ["/do/3/s3", "/do/4/s4"])).toEqual([[2, 0]]);
});

test("a diagram of 200 steps is made quickly", () => {
  const many = Array.from({ length: 200 }, (_, at) => `  - s${String(at)}: { set: { a: ${String(at)} } }`);
  const large = readDefinition(`do:\n${many.join("\n")}\n`);
  const from = performance.now();
  expect(drawn(large).nodes.length).toBeGreaterThan(400);
  expect(performance.now() - from).toBeLessThan(500);
});
