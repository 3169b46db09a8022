/** A text of the server or of a person: what stands in backticks is a name, and shown as one. Nothing else is read into it. */
import { Fragment } from "react";

import styles from "./Prose.module.css";

/** The text. */
export function Prose({ children }: { children: string }) {
  return children.split(/`([^`\n]+)`/).map((part, index) =>
    index % 2 === 0 ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <code key={index} className={styles["name"]}>
        {part}
      </code>
    ),
  );
}
