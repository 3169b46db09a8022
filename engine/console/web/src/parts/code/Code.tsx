/** A text with an editor around it. The editor is a chunk of its own; until it is there the text is shown plain. */
import { lazy, Suspense } from "react";

import type { CodeProperties } from "./CodeEditor";
import styles from "./Code.module.css";

const CodeEditor = lazy(() => import("./CodeEditor").then((module) => ({ default: module.CodeEditor })));

/** The editor, or with `isReadOnly` the coloured text. */
export function Code(properties: CodeProperties) {
  return (
    <div className={styles["code"]}>
      <Suspense fallback={<pre className={styles["plain"]}>{properties.value}</pre>}>
        <CodeEditor {...properties} />
      </Suspense>
    </div>
  );
}
