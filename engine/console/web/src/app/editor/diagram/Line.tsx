/** A line of the diagram, with the names of the ways that take it. */
import { EdgeLabelRenderer, type Edge, type EdgeProps } from "@xyflow/react";

import styles from "./Diagram.module.css";
import { labelPlace, pathOf, type EdgeData } from "./model";

/** The line. */
export function Line({ data }: EdgeProps<Edge<EdgeData>>) {
  if (data === undefined) {
    return null;
  }
  const { points, kind, label } = data.line;
  const { x, y } = labelPlace(points);
  return (
    <>
      <path className={styles["line"]} data-kind={kind} d={pathOf(points)} />
      <path className={styles["arrow"]} d={arrowOf(points)} />
      {label === "" ? null : (
        <EdgeLabelRenderer>
          <span
            className={styles["lineLabel"]}
            style={{ transform: `translate(${String(x)}px, ${String(y)}px) translateY(-50%)` }}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}

const SIZE = 4;

/** The head of the arrow, in the direction of the last part. */
function arrowOf(points: readonly { x: number; y: number }[]): string {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) {
    return "";
  }
  const [dx, dy] = [Math.sign(last.x - before.x), Math.sign(last.y - before.y)];
  const back = { x: last.x - dx * SIZE * 1.6, y: last.y - dy * SIZE * 1.6 };
  const [sx, sy] = [dy * SIZE, dx * SIZE];
  const point = (x: number, y: number) => `${String(x)} ${String(y)}`;
  return `M ${point(last.x, last.y)} L ${point(back.x + sx, back.y + sy)} L ${point(back.x - sx, back.y - sy)} Z`;
}
