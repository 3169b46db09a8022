/** The boxes and lines of the layout as what the diagram library draws. Pure. */
import type { Edge, Node } from "@xyflow/react";

import {
  allLists,
  allTasks,
  layout,
  type Box,
  type Definition,
  type LayoutEdge,
  type Spot,
  type Task,
  type TaskList,
} from "../../../definition";
import { NO_MARKS, type Marks } from "../marks";
import { areSameMarks, isAlike, isSameStep } from "../same";

/** What a node shows: a box of the layout, its step, and what is known of that. */
export type BoxData = { box: Box; task: Task | undefined } & Known;
/** What is known of a step beside its text. */
type Known = {
  /** One line about what it does. */
  readonly summary: string;
  readonly marks: Marks;
  readonly isSelected: boolean;
  /** Whether Tab reaches it. */
  readonly isCurrent: boolean;
};
export type SpotData = { spot: Spot };
export type EdgeData = { line: LayoutEdge };
export type BoxNode = Node<BoxData, "task" | "frame" | "lane" | "chip" | "placeholder">;
export type SpotNode = Node<SpotData, "spot">;
export type AnyNode = BoxNode | SpotNode;
export type Line = Edge<EdgeData>;

const SPOT = 24;
/** The last place of a block moves up into its frame, off the one behind the block. */
const INSIDE = 12;
const TYPES = {
  task: "task",
  frame: "frame",
  lane: "lane",
  start: "chip",
  end: "chip",
  exit: "chip",
  placeholder: "placeholder",
} as const;
const DEPTH = { frame: 0, lane: 1, chip: 4, task: 3, placeholder: 3 } as const;

const FIXED = { draggable: false, selectable: false, focusable: false, connectable: false } as const;

const UNKNOWN: Known = { summary: "", marks: NO_MARKS, isSelected: false, isCurrent: false };

/** All nodes and edges. Frames lie below lines, lines below steps. */
export function drawn(definition: Definition): {
  nodes: AnyNode[];
  edges: Line[];
  order: readonly string[];
} {
  const { boxes, edges, spots } = layout(definition);
  const tasks = new Map(allTasks(definition).map((task) => [task.reference, task]));
  const boxNodes = boxes.map((box): BoxNode => {
    const type = TYPES[box.kind];
    return {
      ...FIXED,
      id: box.id,
      type,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      zIndex: DEPTH[type],
      data: { box, task: box.task === undefined ? undefined : tasks.get(box.task), ...UNKNOWN },
    };
  });
  const empty = new Set(boxes.filter(({ kind }) => kind === "placeholder").map(({ list }) => list));
  const lists = new Map(allLists(definition).map((list) => [list.reference, list]));
  const isLastInside = ({ list, index }: Spot): boolean => {
    const found = lists.get(list);
    return (
      found !== undefined &&
      found.owner !== undefined &&
      found.slot !== "branches" &&
      index === found.tasks.length
    );
  };
  const spotNodes = spots
    .filter(({ list }) => !empty.has(list))
    .map((spot): SpotNode => ({
      ...FIXED,
      id: `${spot.list}/${String(spot.index)}#spot`,
      type: "spot",
      position: { x: spot.x - SPOT / 2, y: spot.y - SPOT / 2 - (isLastInside(spot) ? INSIDE : 0) },
      width: SPOT,
      height: SPOT,
      zIndex: 5,
      data: { spot },
    }));
  const lines = edges.map((line): Line => ({
    id: line.id,
    source: line.from,
    target: line.to,
    type: "line",
    data: { line },
    zIndex: 2,
    focusable: false,
    selectable: false,
  }));
  return { nodes: [...boxNodes, ...spotNodes], edges: lines, order: inReading(definition.tasks) };
}

/** The nodes with what is known of their steps. */
export function marked(
  nodes: readonly AnyNode[],
  knownOf: (id: string, task: Task | undefined) => Known,
): AnyNode[] {
  return nodes.map((node) =>
    node.type === "spot" ? node : { ...node, data: { ...node.data, ...knownOf(node.id, node.data.task) } },
  );
}

/** Whether two nodes are drawn alike. */
export function isSameNode(one: AnyNode, other: AnyNode): boolean {
  const { data, ...rest } = one;
  const { data: otherData, ...otherRest } = other;
  if (!("box" in data) || !("box" in otherData)) {
    return isAlike(one, other);
  }
  return (
    data.summary === otherData.summary &&
    data.isSelected === otherData.isSelected &&
    data.isCurrent === otherData.isCurrent &&
    areSameMarks(data.marks, otherData.marks) &&
    isSameStep(data.task, otherData.task) &&
    isAlike(data.box, otherData.box) &&
    isAlike(rest, otherRest)
  );
}

/** Steps in the order of the text, with the places for the first step of empty lists. */
function inReading(list: TaskList): string[] {
  return list.tasks.length === 0
    ? [`${list.reference}/+`]
    : list.tasks.flatMap((task) => [task.reference, ...task.lists.flatMap(inReading)]);
}

/** The line of an edge: right angles with round corners. */
export function pathOf(points: readonly { x: number; y: number }[], radius = 8): string {
  const [first, ...rest] = points;
  if (first === undefined) {
    return "";
  }
  let path = `M ${String(first.x)} ${String(first.y)}`;
  rest.forEach((point, at) => {
    const before = points[at];
    const next = rest[at + 1];
    if (before === undefined || next === undefined) {
      path += ` L ${String(point.x)} ${String(point.y)}`;
      return;
    }
    const reach = Math.min(radius, distance(before, point) / 2, distance(point, next) / 2);
    const [from, to] = [towards(point, before, reach), towards(point, next, reach)];
    path += ` L ${String(from.x)} ${String(from.y)} Q ${String(point.x)} ${String(point.y)} ${String(to.x)} ${String(to.y)}`;
  });
  return path;
}

type Point = { x: number; y: number };

function distance(one: Point, other: Point): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
}

function towards(from: Point, to: Point, reach: number): Point {
  return {
    x: from.x + Math.sign(to.x - from.x) * reach,
    y: from.y + Math.sign(to.y - from.y) * reach,
  };
}

/** Where the label of a line begins: right of its last part where that goes down, above it where it goes across. */
export function labelPlace(points: readonly Point[]): Point {
  const last = points.at(-1) ?? { x: 0, y: 0 };
  const before = points.at(-2) ?? last;
  return last.x === before.x
    ? { x: last.x + 16, y: last.y - Math.min(14, Math.abs(last.y - before.y) / 2) }
    : { x: Math.min(last.x, before.x) + 16, y: last.y - 12 };
}
