/**
 * Views of one thing, one at a time: the tabs pattern of WAI-ARIA, where arrows move and choose. What is chosen belongs
 * into the URL: pass it in, and take it from `onChange`.
 */
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import styles from "./Tabs.module.css";

/** One view. */
export interface TabView<T extends string> {
  id: T;
  label: ReactNode;
  /** Rendered only while it is chosen. */
  content: () => ReactNode;
  /** Stays in the page, out of sight, once it was chosen: what was typed there is still there later. */
  isKept?: boolean;
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
  const kept = useKept(views, chosen);
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
            aria-controls={view === chosen ? `${id}-${view.id}-panel` : undefined}
            tabIndex={view === chosen ? 0 : -1}
            className={styles["tab"]}
            onClick={() => onChange(view.id)}
            onKeyDown={onKey}
          >
            {view.label}
          </button>
        ))}
      </div>
      {kept.map((view) => (
        <div
          role="tabpanel"
          key={view.id}
          id={`${id}-${view.id}-panel`}
          aria-labelledby={`${id}-${view.id}`}
          className={styles["panel"]}
          hidden={view !== chosen}
        >
          {view.content()}
        </div>
      ))}
    </div>
  );
}

/** The chosen view, and those that were chosen before and stay. */
function useKept<T extends string>(views: readonly TabView<T>[], chosen: TabView<T> | undefined) {
  const [seen, setSeen] = useState<ReadonlySet<T>>(new Set());
  if (chosen?.isKept === true && !seen.has(chosen.id)) {
    setSeen(new Set([...seen, chosen.id]));
  }
  return views.filter((view) => view === chosen || seen.has(view.id));
}
