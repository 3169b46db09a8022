/** Views of one thing, one at a time. What is chosen belongs into the URL: pass it in, and take it from `onChange`. */
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components";

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
  const chosen = views.find((view) => view.id === value) ?? views[0];
  return (
    <AriaTabs
      {...(chosen === undefined ? {} : { selectedKey: chosen.id })}
      onSelectionChange={(key) => onChange(key as T)}
      className={styles["tabs"] ?? ""}
    >
      <TabList aria-label={label} className={styles["list"] ?? ""}>
        {views.map((view) => (
          <Tab key={view.id} id={view.id} className={styles["tab"] ?? ""}>
            {view.label}
          </Tab>
        ))}
      </TabList>
      {chosen === undefined ? null : (
        <TabPanel id={chosen.id} className={styles["panel"] ?? ""}>
          {chosen.content()}
        </TabPanel>
      )}
    </AriaTabs>
  );
}
