/** What `Diagram` shows: boxes and lines of the layout, drawn by React Flow. */
import "@xyflow/react/dist/base.css";

import { Background, Controls, ReactFlow, type Viewport } from "@xyflow/react";
import { useMemo } from "react";

import { allTasks, layout, type Definition, type Layout } from "../../definition";
import { parts } from "../../words/parts";
import styles from "./Diagram.module.css";
import { DiagramContext, EDGE_TYPES, NODE_TYPES, type BoxNode, type LineEdge } from "./pieces";

/** What is known of a task. */
export interface TaskMark {
  state: string;
  /** The state in words, and perhaps more: for everybody who does not see colours. */
  text: string;
}

/** What the diagram needs. */
export interface DiagramProperties {
  definition: Definition;
  label: string;
  /** By the reference of the task. */
  marks?: ReadonlyMap<string, TaskMark>;
  /** The name of a kind of task. */
  kindName: (kind: string) => string;
  selected?: string | undefined;
  onSelect?: (reference: string) => void;
  /** Where to look at first, `x,y,zoom`; without it everything is in sight. */
  view?: string;
  onView?: (view: string) => void;
}

const NO_MARKS: ReadonlyMap<string, TaskMark> = new Map();

/** The diagram. */
export function ReadOnlyDiagram(properties: DiagramProperties) {
  const { definition, label, marks = NO_MARKS, kindName, selected, onSelect, view = "", onView } = properties;
  const drawn = useMemo(() => layout(definition), [definition]);
  const { nodes, edges } = useMemo(() => piecesOf(drawn), [drawn]);
  const tasks = useMemo(
    () => new Map(allTasks(definition).map((task) => [task.reference, task])),
    [definition],
  );
  const context = useMemo(
    () => ({ tasks, marks, kindName, selected, select: onSelect }),
    [tasks, marks, kindName, selected, onSelect],
  );
  const start = readView(view);
  return (
    <DiagramContext value={context}>
      <section aria-label={label} className={styles["diagram"]}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          zoomOnScroll={false}
          panOnScroll={false}
          preventScrolling={false}
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={2}
          onlyRenderVisibleElements={nodes.length > 150}
          proOptions={{ hideAttribution: true }}
          {...(start === undefined
            ? { fitView: true, fitViewOptions: { maxZoom: 1, padding: 0.08 } }
            : { defaultViewport: start })}
          onMoveEnd={(event, at) => (event === null ? undefined : onView?.(writeView(at)))}
        >
          <Background gap={16} className={styles["ground"] ?? ""} />
          <Controls
            showInteractive={false}
            aria-label={parts.diagram.controls}
            className={styles["controls"] ?? ""}
          />
        </ReactFlow>
      </section>
    </DiagramContext>
  );
}

/** Reads `x,y,zoom`; whatever else is in an address counts as none. */
function readView(text: string): Viewport | undefined {
  const [x, y, zoom] = text.split(",").map(Number);
  const isView = [x, y, zoom].every((one) => one !== undefined && Number.isFinite(one));
  return isView && zoom !== undefined && zoom > 0 ? { x: x ?? 0, y: y ?? 0, zoom } : undefined;
}

function writeView({ x, y, zoom }: Viewport): string {
  return `${x.toFixed(0)},${y.toFixed(0)},${zoom.toFixed(2)}`;
}

function piecesOf({ boxes, edges, width, height }: Layout): { nodes: BoxNode[]; edges: LineEdge[] } {
  const nodes = boxes.map((box): BoxNode => ({
    id: box.id,
    type: "box",
    position: { x: box.x, y: box.y },
    width: box.width,
    height: box.height,
    data: { box },
  }));
  // One layer for all lines, below the boxes: a line of the layout has its own points and ends at no handle.
  const lines: BoxNode = {
    id: "lines",
    type: "lines",
    position: { x: 0, y: 0 },
    width,
    height,
    data: { edges },
  };
  const frames = nodes.filter(({ data }) => data.box?.kind === "frame" || data.box?.kind === "lane");
  const others = nodes.filter((node) => !frames.includes(node));
  return { nodes: [...frames, lines, ...others], edges: [] };
}
