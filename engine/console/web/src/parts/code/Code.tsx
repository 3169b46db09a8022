/** A text with an editor around it. The editor is a chunk of its own; until it is there the text is shown plain. */
import { lazy, Suspense } from "react";

import type { CodeProperties } from "./CodeEditor";
import styles from "./Code.module.css";

const CodeEditor = lazy(() => import("./CodeEditor").then((module) => ({ default: module.CodeEditor })));

/** The editor, or with `isReadOnly` the coloured text. */
export function Code(properties: CodeProperties) {
  return (
    <div className={styles["code"]}>
      <Suspense fallback={<Plain value={properties.value} />}>
        <CodeEditor {...properties} />
      </Suspense>
    </div>
  );
}

/** The text until an editor is there, for those who load more than the editor later. */
export function PlainCode({ value }: { value: string }) {
  return (
    <div className={styles["code"]}>
      <Plain value={value} />
    </div>
  );
}

function Plain({ value }: { value: string }) {
  return <pre className={styles["plain"]}>{value}</pre>;
}
