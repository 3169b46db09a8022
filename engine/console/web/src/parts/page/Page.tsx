/** The head of a page, and its content below: title, a line about it, actions on the right. Sections divide it. */
import { useEffect, useId, type ReactNode } from "react";

import { shell } from "../../words/shell";
import styles from "./Page.module.css";

/** What a page says of itself. */
interface Properties {
  /** The heading; also the title of the window. */
  title: string;
  /** Beside the heading: states, live or draft. */
  marks?: ReactNode;
  /** One line below the heading. */
  about?: ReactNode;
  /** Above the heading: the way back to the list. */
  back?: ReactNode;
  /** Buttons on the right of the heading. */
  actions?: ReactNode;
  children?: ReactNode;
}

/** A page. */
export function Page({ title, marks, about, back, actions, children }: Properties) {
  useEffect(() => {
    document.title = `${title} · ${shell.product}`;
  }, [title]);
  return (
    <div className={styles["page"]}>
      <header className={styles["head"]}>
        <div className={styles["words"]}>
          {back === undefined ? null : <div className={styles["about"]}>{back}</div>}
          <div className={styles["title"]}>
            <h1>{title}</h1>
            {marks}
          </div>
          {about === undefined ? null : <div className={styles["about"]}>{about}</div>}
        </div>
        {actions === undefined ? null : <div className={styles["actions"]}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A part of a page with a heading of its own. `isCard` puts it on a ground of its own. */
export function Section(properties: {
  title: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  isCard?: boolean;
  children: ReactNode;
}) {
  const { title, about, actions, isCard = false, children } = properties;
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`${styles["section"] ?? ""} ${isCard ? (styles["card"] ?? "") : ""}`}
    >
      <div className={styles["head"]}>
        <div className={styles["words"]}>
          <h2 id={id}>{title}</h2>
          {about === undefined ? null : <div className={styles["about"]}>{about}</div>}
        </div>
        {actions === undefined ? null : <div className={styles["actions"]}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}

/** Things side by side where there is room, below each other where not. */
export function Columns({ children }: { children: ReactNode }) {
  return <div className={styles["columns"]}>{children}</div>;
}

/** Filters and fields in a row. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={styles["row"]}>{children}</div>;
}
