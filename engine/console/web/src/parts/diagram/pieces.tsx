/** The pieces of a diagram: boxes of tasks, frames of blocks, lanes, ends, and the lines between them. */
import type { Edge, Node, NodeProps } from "@xyflow/react";
import { createContext, useContext } from "react";

import type { Box, LayoutEdge, Task } from "../../definition";
import { parts } from "../../words/parts";
import styles from "./Diagram.module.css";
import type { TaskMark } from "./ReadOnlyDiagram";

/** A node: a box, or all lines together. */
export type BoxNode = Node<{ box?: Box; edges?: readonly LayoutEdge[] }>;
export type LineEdge = Edge;

/** What all pieces know. */
interface Known {
  tasks: ReadonlyMap<string, Task>;
  marks: ReadonlyMap<string, TaskMark>;
  kindName: (kind: string) => string;
  selected: string | undefined;
  select: ((reference: string) => void) | undefined;
  isPlain: boolean;
}

/** Filled by the diagram. */
export const DiagramContext = createContext<Known>({
  tasks: new Map(),
  marks: new Map(),
  kindName: (kind) => kind,
  selected: undefined,
  select: undefined,
  isPlain: false,
});

function BoxPiece({ data: { box } }: NodeProps<BoxNode>) {
  const known = useContext(DiagramContext);
  if (box === undefined) {
    return null;
  }
  const task = box.task === undefined ? undefined : known.tasks.get(box.task);
  switch (box.kind) {
    case "task":
    case "frame":
      return task === undefined ? null : <TaskPiece task={task} isFrame={box.kind === "frame"} />;
    case "lane":
      return (
        <div className={styles["lane"]}>{box.slot === undefined ? "" : parts.diagram.slots[box.slot]}</div>
      );
    case "placeholder":
      return <div className={styles["placeholder"]}>{parts.diagram.nothing}</div>;
    default:
      return <div className={styles["chip"]}>{parts.diagram[box.kind]}</div>;
  }
}

function TaskPiece({ task, isFrame }: { task: Task; isFrame: boolean }) {
  const { marks, kindName, selected, select, isPlain } = useContext(DiagramContext);
  const mark = marks.get(task.reference);
  const state = mark?.state ?? (isPlain ? "plain" : "idle");
  const look = [styles["task"], isFrame ? styles["frame"] : "", styles[`is-${state}`] ?? ""];
  const { detail } = task;
  const called = detail.kind === "call" ? detail : undefined;
  const operation = called?.operation;
  const target =
    operation === undefined
      ? (called?.target ?? kindName(task.kind))
      : `${operation.integration}.${operation.operation}`;
  const text = (
    <>
      <span className={styles["name"]}>{task.name}</span>
      <span className={styles["kind"]}>{target}</span>
      {mark === undefined ? null : <span className={styles["mark"]}>{mark.text}</span>}
    </>
  );
  const isSelected = selected === task.reference;
  return (
    <div className={look.join(" ")} data-selected={isSelected}>
      <button
        type="button"
        aria-pressed={isSelected}
        className={`${styles["head"] ?? ""} nopan`}
        onClick={() => select?.(task.reference)}
      >
        {text}
      </button>
    </div>
  );
}

function LinesPiece({ data: { edges = [] }, width = 0, height = 0 }: NodeProps<BoxNode>) {
  return (
    <svg width={width} height={height} className={styles["lines"]} aria-hidden="true">
      <defs>
        <marker
          id="towpath-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto"
        >
          <path d="M1 1 7 4 1 7" className={styles["arrow"]} />
        </marker>
      </defs>
      {edges.map((edge) => (
        <Line key={`${edge.id} ${String(edge.index)}`} edge={edge} />
      ))}
    </svg>
  );
}

function Line({ edge }: { edge: LayoutEdge }) {
  const [first, ...others] = edge.points;
  if (first === undefined) {
    return null;
  }
  const path = `M${String(first.x)} ${String(first.y)}${others.map(({ x, y }) => `L${String(x)} ${String(y)}`).join("")}`;
  const last = others.at(-1) ?? first;
  const place = labelPlace(edge.points) ?? last;
  return (
    <g className={styles[`line-${edge.kind}`]}>
      <path d={path} className={styles["line"]} markerEnd="url(#towpath-arrow)" />
      {edge.label === "" ? null : (
        <text x={place.x + 6} y={place.y} className={styles["label"]}>
          {edge.label}
        </text>
      )}
    </g>
  );
}

/** At the last stretch, where a line belongs to its label alone: beside it where it runs down, else above it. */
function labelPlace(points: LayoutEdge["points"]) {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) {
    return undefined;
  }
  return last.x === before.x
    ? { x: last.x, y: last.y - 10 }
    : { x: Math.min(last.x, before.x) + 4, y: last.y - 5 };
}

/** The kinds of nodes, for React Flow. */
export const NODE_TYPES = { box: BoxPiece, lines: LinesPiece };
/** None: lines are a node of their own. */
export const EDGE_TYPES = {};
