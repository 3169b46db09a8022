/** The place of the diagram. Its library is a chunk of its own. */
import { lazy, Suspense } from "react";

import { Skeleton } from "../../parts/skeleton/Skeleton";
import styles from "./Editor.module.css";

const Diagram = lazy(() => import("./diagram/Diagram").then((module) => ({ default: module.Diagram })));

/** The diagram, once it is there. */
export function DiagramView() {
  return (
    <div className={styles["diagram"]}>
      <Suspense fallback={<Skeleton lines={6} />}>
        <Diagram />
      </Suspense>
    </div>
  );
}
