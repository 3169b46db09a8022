/** Something that most readers do not need now. Its content is rendered only while it is open. */
import { useState, type ReactNode } from "react";

import { Icon } from "../icon/Icon";
import styles from "./Disclosure.module.css";

/** A title that opens what is below it. The browser's own element: findable, and open to the keyboard. */
export function Disclosure(properties: { title: ReactNode; children: ReactNode; isOpenAtFirst?: boolean }) {
  const { title, children, isOpenAtFirst = false } = properties;
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <details
      className={styles["disclosure"]}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className={styles["title"]}>
        <Icon name="right" />
        {title}
      </summary>
      {isOpen ? <div className={styles["content"]}>{children}</div> : null}
    </details>
  );
}
