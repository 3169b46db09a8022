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
import { useEffect, useMemo, useRef } from "react";

import { IconButton } from "../../../parts/button/Button";
import { begin } from "../../../parts/diagram/begin";
import { useUrl } from "../../../parts/url/useUrl";
import { editor as words } from "../../../words/editor";
import { useDefinition, useDesk, useEditing } from "../context";
import { useMarks } from "../useMarks";
import styles from "./Diagram.module.css";
import { DiagramContext, type OnDiagram } from "./keys";
import { Line } from "./Line";
import { drawn } from "./model";
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
  const definition = useDefinition();
  const { store } = useDesk();
  const { nodes, edges, order } = useMemo(() => drawn(definition), [definition]);
  const marks = useMarks();
  const selection = useEditing((editing) => editing.selection);
  const current = order.includes(selection) ? selection : order[0];
  const place = useRef<HTMLDivElement>(null);
  const onDiagram = useMemo(
    (): OnDiagram => ({ order, marks, current, selection, place }),
    [order, marks, current, selection],
  );
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
