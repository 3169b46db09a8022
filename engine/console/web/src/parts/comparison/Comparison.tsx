/** Two definitions compared: a list of what differs, and both diagrams. Its code is a chunk of its own. */
import { lazy, Suspense } from "react";

import { Skeleton } from "../skeleton/Skeleton";
import type { ComparisonProperties } from "./TwoDiagrams";

const TwoDiagrams = lazy(() => import("./TwoDiagrams").then((module) => ({ default: module.TwoDiagrams })));
const OneDiagram = lazy(() => import("./TwoDiagrams").then((module) => ({ default: module.OneDiagram })));

/** What became of `before` in `after`. */
export function Comparison(properties: ComparisonProperties) {
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <TwoDiagrams {...properties} />
    </Suspense>
  );
}

/** The diagram of a text that has nothing to be compared with. */
export function Picture({ text, head }: { text: string; head: string }) {
  return (
    <Suspense fallback={<Skeleton lines={10} />}>
      <OneDiagram text={text} head={head} />
    </Suspense>
  );
}
