/** The place of what is still loaded: as tall as what comes, so that nothing jumps. */
import { parts } from "../../words/parts";
import styles from "./Skeleton.module.css";

/** Some lines. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" className={styles["skeleton"]}>
      <span className="unseen">{parts.loading}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className={styles["line"]} />
      ))}
    </div>
  );
}
