/** The diagram of a definition, to look at. The library that draws it is a chunk of its own. */
import { lazy, Suspense } from "react";

import { Skeleton } from "../skeleton/Skeleton";
import type { DiagramProperties } from "./ReadOnlyDiagram";

export type { DiagramProperties, TaskMark } from "./ReadOnlyDiagram";

const ReadOnlyDiagram = lazy(() =>
  import("./ReadOnlyDiagram").then((module) => ({ default: module.ReadOnlyDiagram })),
);

/** Tasks can be chosen and are coloured by their marks; nothing can be moved or changed. */
export function Diagram(properties: DiagramProperties) {
  return (
    <Suspense fallback={<Skeleton lines={8} />}>
      <ReadOnlyDiagram {...properties} />
    </Suspense>
  );
}
