/** Nothing is here: why, and the next step. */
import type { ReactNode } from "react";

import styles from "./Empty.module.css";

/** `children` teach; `action` is the next step. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={styles["empty"]}>
      <p className={styles["title"]}>{title}</p>
      {children === undefined ? null : <div className={styles["text"]}>{children}</div>}
      {action === undefined ? null : <div className={styles["action"]}>{action}</div>}
    </div>
  );
}
