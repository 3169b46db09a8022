/** The draft as a diagram. Positions come from the text alone: steps are moved by their order, never freely. */
import {
  Background,
  Panel,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type EdgeTypes,
  type NodeTypes,
  type Viewport,
} from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { useEffect, useMemo, useRef, useState } from "react";

import { IconButton } from "../../../parts/button/Button";
import { begin } from "../../../parts/diagram/begin";
import { useUrl } from "../../../parts/url/useUrl";
import { editor as words } from "../../../words/editor";
import { useDefinition, useDesk, useEditing } from "../context";
import { summaryOf } from "../flow";
import { NO_MARKS } from "../marks";
import { isAlike, keeping } from "../same";
import { useKnown } from "../useKnown";
import { useMarks } from "../useMarks";
import styles from "./Diagram.module.css";
import { DiagramContext, type OnDiagram } from "./keys";
import { Line } from "./Line";
import { drawn, isSameNode, marked, type AnyNode, type Line as LineEdge } from "./model";
import { ChipNode, FrameNode, LaneNode, PlaceholderNode, SpotNodeView, TaskNode } from "./nodes";

const NODES: NodeTypes = {
  task: TaskNode,
  frame: FrameNode,
  lane: LaneNode,
  chip: ChipNode,
  placeholder: PlaceholderNode,
  spot: SpotNodeView,
};
const EDGES: EdgeTypes = { line: Line };
const ATTRIBUTION = { hideAttribution: true };

/** The diagram with its buttons. */
export function Diagram() {
  return (
    <ReactFlowProvider>
      <Drawing />
    </ReactFlowProvider>
  );
}

function Drawing() {
  const { store } = useDesk();
  const { nodes, edges, order } = useDrawn();
  const place = useRef<HTMLDivElement>(null);
  const inOrder = useRef(order);
  inOrder.current = order;
  const onDiagram = useMemo((): OnDiagram => ({ order: () => inOrder.current, place }), []);
  const [at, setAt] = useUrl("at");
  const viewport = useMemo(() => viewportOf(at), [at]);
  return (
    <DiagramContext value={onDiagram}>
      <div ref={place} className={styles["drawing"]}>
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODES}
          edgeTypes={EDGES}
          {...(viewport === undefined ? {} : { defaultViewport: viewport })}
          onInit={(flow) => {
            if (viewport === undefined) {
              void begin(flow, place.current?.getBoundingClientRect());
            }
          }}
          minZoom={0.15}
          maxZoom={1.6}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          panOnScroll
          zoomOnDoubleClick={false}
          onlyRenderVisibleElements={nodes.length > 150}
          onPaneClick={() => store.select("")}
          onMoveEnd={(event, moved) => (event === null ? undefined : setAt(viewportText(moved)))}
          proOptions={ATTRIBUTION}
          aria-label={words.views.diagram}
        >
          <Background gap={20} color="var(--line)" />
          <Buttons />
          <Following />
        </ReactFlow>
      </div>
    </DiagramContext>
  );
}

/** Nodes and lines. Those that are as they were before stay the same objects: only what changed is rendered again. */
function useDrawn(): { nodes: AnyNode[]; edges: LineEdge[]; order: readonly string[] } {
  const definition = useDefinition();
  const marks = useMarks();
  const { operations } = useKnown().facts;
  const selection = useEditing((editing) => editing.selection);
  const [keepNodes] = useState(() => keeping<AnyNode>(({ id }) => id, isSameNode));
  const [keepEdges] = useState(() => keeping<LineEdge>(({ id }) => id, isAlike));
  const { nodes, edges, order } = useMemo(() => drawn(definition), [definition]);
  const current = order.includes(selection) ? selection : order[0];
  const shown = useMemo(
    () =>
      keepNodes(
        marked(nodes, (id, task) => ({
          summary: task === undefined ? "" : summaryOf(task, operations),
          marks: marks.get(id) ?? NO_MARKS,
          isSelected: id === selection,
          isCurrent: id === current,
        })),
      ),
    [keepNodes, nodes, operations, marks, selection, current],
  );
  const lines = useMemo(() => keepEdges(edges), [keepEdges, edges]);
  return { nodes: shown, edges: lines, order };
}

function Buttons() {
  const flow = useReactFlow();
  const [, setAt] = useUrl("at");
  return (
    <Panel position="bottom-left" className={styles["buttons"] ?? ""}>
      <IconButton icon="plus" label={words.actions.zoomIn} onPress={() => void flow.zoomIn()} />
      <IconButton icon="minus" label={words.actions.zoomOut} onPress={() => void flow.zoomOut()} />
      <IconButton
        icon="estate"
        label={words.actions.fit}
        onPress={() => {
          setAt("");
          void flow.fitView({ padding: 0.08, maxZoom: 1 });
        }}
      />
    </Panel>
  );
}

/** Brings a step that was selected elsewhere into sight. */
function Following() {
  const flow = useReactFlow();
  const selection = useEditing((editing) => editing.selection);
  const length = useDefinition().text.length;
  useEffect(() => {
    const node = flow.getInternalNode(selection);
    const frame = document.querySelector(`.${styles["drawing"] ?? ""}`)?.getBoundingClientRect();
    if (node === undefined || frame === undefined || frame.width === 0) {
      return;
    }
    const { x, y, zoom } = flow.getViewport();
    const { x: left, y: top } = node.internals.positionAbsolute;
    const [width, height] = [node.width ?? 0, Math.min(node.height ?? 0, 80)];
    const [a, b] = [left * zoom + x, top * zoom + y];
    const isSeen = a >= 0 && b >= 0 && a + width * zoom <= frame.width && b + height * zoom <= frame.height;
    if (!isSeen) {
      void flow.setCenter(left + width / 2, top + height / 2, { zoom, duration: 120 });
    }
  }, [flow, selection, length]);
  return null;
}

function viewportOf(text: string): Viewport | undefined {
  const [x, y, zoom] = text.split(",").map(Number);
  const isKnown = [x, y, zoom].every((one) => one !== undefined && Number.isFinite(one)) && text !== "";
  return isKnown ? { x: x ?? 0, y: y ?? 0, zoom: Math.min(1.6, Math.max(0.15, zoom ?? 1)) } : undefined;
}

function viewportText({ x, y, zoom }: Viewport): string {
  return `${String(Math.round(x))},${String(Math.round(y))},${zoom.toFixed(2)}`;
}
