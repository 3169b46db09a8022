/** Where a diagram is looked at first: all of it, and its beginning where all of it would be too small to read. */
import type { Edge, Node, ReactFlowInstance } from "@xyflow/react";

/** The least zoom at first, and how much room there is around. */
const FIT = { maxZoom: 1, minZoom: 0.5, padding: 0.08 };
/** Above the beginning of a diagram that is higher than its frame, in pixels. */
const ABOVE = 24;

/** Moves there. */
export async function begin<N extends Node, E extends Edge>(
  flow: ReactFlowInstance<N, E>,
  frame: { readonly width: number; readonly height: number } | undefined,
): Promise<void> {
  await flow.fitView(FIT);
  const bounds = flow.getNodesBounds(flow.getNodes());
  const { zoom } = flow.getViewport();
  if (frame !== undefined && bounds.height * zoom > frame.height) {
    const free = frame.width - bounds.width * zoom;
    const x = Math.max(ABOVE, free / 2) - bounds.x * zoom;
    await flow.setViewport({ x, y: ABOVE - bounds.y * zoom, zoom });
  }
}
