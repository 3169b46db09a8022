/** Facts as pairs of a name and a value, one below the other. Absent ones are left out. */
import { Fragment, type ReactNode } from "react";

import styles from "./KeyValue.module.css";

/** Pairs; a value that is `undefined` or `null` is not shown. */
export function KeyValue({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles["pairs"]}>
      {of.map(([name, value]) =>
        value === undefined || value === null ? null : (
          <Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
