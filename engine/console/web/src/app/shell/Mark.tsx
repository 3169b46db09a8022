/** The mark of the product: the path beside the water. */
import styles from "./Mark.module.css";

/** The mark; the name stands beside it. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false" className={styles["mark"]}>
      <rect width="32" height="32" rx="7" />
      <path d="M7 11h18" />
      <path d="M7 21c4.5 0 4.5-5 9-5s4.5 5 9 5" />
    </svg>
  );
}
