/**
 * Views of one thing, one at a time: the tabs pattern of WAI-ARIA, where arrows move and choose. What is chosen belongs
 * into the URL: pass it in, and take it from `onChange`.
 */
import { useId, useRef, type KeyboardEvent, type ReactNode } from "react";

import styles from "./Tabs.module.css";

/** One view. */
export interface TabView<T extends string> {
  id: T;
  label: ReactNode;
  /** Rendered only while it is chosen. */
  content: () => ReactNode;
}

/** The row of names, and the chosen view below. */
export function Tabs<T extends string>(properties: {
  label: string;
  views: readonly TabView<T>[];
  value: T;
  onChange: (value: T) => void;
}) {
  const { label, views, value, onChange } = properties;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    views.findIndex((view) => view.id === value),
  );
  const chosen = views[at];
  const onKey = (event: KeyboardEvent) => {
    const last = views.length - 1;
    const next = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key];
    const view = next === undefined ? undefined : views[next];
    if (view !== undefined) {
      event.preventDefault();
      onChange(view.id);
      list.current?.querySelectorAll<HTMLElement>("[role=tab]")[views.indexOf(view)]?.focus();
    }
  };
  return (
    <div className={styles["tabs"]}>
      <div role="tablist" aria-label={label} ref={list} className={styles["list"]}>
        {views.map((view) => (
          <button
            type="button"
            role="tab"
            key={view.id}
            id={`${id}-${view.id}`}
            aria-selected={view === chosen}
            aria-controls={view === chosen ? `${id}-panel` : undefined}
            tabIndex={view === chosen ? 0 : -1}
            className={styles["tab"]}
            onClick={() => onChange(view.id)}
            onKeyDown={onKey}
          >
            {view.label}
          </button>
        ))}
      </div>
      {chosen === undefined ? null : (
        <div
          role="tabpanel"
          key={chosen.id}
          id={`${id}-panel`}
          aria-labelledby={`${id}-${chosen.id}`}
          className={styles["panel"]}
        >
          {chosen.content()}
        </div>
      )}
    </div>
  );
}
