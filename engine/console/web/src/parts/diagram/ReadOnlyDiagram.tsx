/** What `Diagram` shows: boxes and lines of the layout, drawn by React Flow. */
import "@xyflow/react/dist/base.css";

import { Background, Controls, ReactFlow, useReactFlow, type Viewport } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";

import { allTasks, layout, type Definition, type Layout } from "../../definition";
import { parts } from "../../words/parts";
import { begin } from "./begin";
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
  /** The task that is brought into sight whenever this changes. */
  centre?: string | undefined;
  /** Tasks without a mark look as always, not as if they had not happened. */
  isPlain?: boolean;
  /** Where to look at first, `x,y,zoom`; without it everything is in sight. */
  view?: string;
  onView?: (view: string) => void;
}

/** The least zoom at which names can be read. */
const READABLE = 0.75;

const NO_MARKS: ReadonlyMap<string, TaskMark> = new Map();

/** The diagram. */
export function ReadOnlyDiagram(properties: DiagramProperties) {
  const { definition, label, marks = NO_MARKS, kindName, selected, onSelect, view = "", onView } = properties;
  const { centre, isPlain = false } = properties;
  const drawn = useMemo(() => layout(definition), [definition]);
  const { nodes, edges } = useMemo(() => piecesOf(drawn), [drawn]);
  const tasks = useMemo(
    () => new Map(allTasks(definition).map((task) => [task.reference, task])),
    [definition],
  );
  const context = useMemo(
    () => ({ tasks, marks, kindName, selected, select: onSelect, isPlain }),
    [tasks, marks, kindName, selected, onSelect, isPlain],
  );
  const start = readView(view);
  const frame = useRef<HTMLElement>(null);
  return (
    <DiagramContext value={context}>
      <section ref={frame} aria-label={label} className={styles["diagram"]}>
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
          {...(start === undefined ? {} : { defaultViewport: start })}
          onInit={(flow) => {
            if (start === undefined && centre === undefined) {
              void begin(flow, frame.current?.getBoundingClientRect());
            }
          }}
          onMoveEnd={(event, at) => (event === null ? undefined : onView?.(writeView(at)))}
        >
          <Background gap={16} className={styles["ground"] ?? ""} />
          <Controls
            showInteractive={false}
            orientation={isPlain ? "horizontal" : "vertical"}
            position={isPlain ? "top-right" : "bottom-left"}
            aria-label={parts.diagram.controls}
            className={styles["controls"] ?? ""}
          />
          <Centre drawn={drawn} on={centre} />
        </ReactFlow>
      </section>
    </DiagramContext>
  );
}

/** Brings a task into sight, large enough to be read. */
function Centre({ drawn, on }: { drawn: Layout; on: string | undefined }) {
  const { setCenter, getZoom } = useReactFlow();
  const box = on === undefined ? undefined : drawn.boxes.find(({ id }) => id === on);
  useEffect(() => {
    if (box === undefined) {
      return undefined;
    }
    // After the first fit, which would undo it. A frame is met at its head.
    const frame = requestAnimationFrame(() => {
      const zoom = Math.max(getZoom(), READABLE);
      const middle = box.kind === "frame" ? Math.min(box.height, 200) / 2 : box.height / 2;
      void setCenter(box.x + Math.min(box.width, 320) / 2, box.y + middle, { zoom, duration: 0 });
    });
    return () => cancelAnimationFrame(frame);
  }, [box, setCenter, getZoom]);
  return null;
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
