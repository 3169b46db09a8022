/** Changes that were under way when a run ended: nobody knows whether they happened. */
import type { Run } from "@towpath/client";

import { Section } from "../../parts/page/Page";
import { Badge } from "../../parts/state/State";
import { runs } from "../../words/runs";
import styles from "./Run.module.css";

const words = runs.outcome;

/** The section; nothing where everything is known. */
export function Doubts({ run: { inDoubt = [] } }: { run: Run }) {
  if (inDoubt.length === 0) {
    return null;
  }
  return (
    <Section title={words.doubt} about={words.doubtWhy} isCard>
      <ul className={styles["effects"]}>
        {inDoubt.map((one) => (
          <li key={one.effect} className={styles["inline"]}>
            <Badge tone="warn">{runs.again.maybe}</Badge>
            <code>{one.operation}</code>
            {words.doubtAt(one.task.split("/").at(-1) ?? one.task)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
