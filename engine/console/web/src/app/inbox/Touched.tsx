/** What a permit or a proposal would change, in a few lines. */
import type { Impact } from "@towpath/client";

import { ChangeOf, WorkflowLink } from "../../parts/policy/ImpactView";
import { Prose } from "../../parts/prose/Prose";
import { inbox } from "../../words/inbox";
import styles from "./Inbox.module.css";

/** The live versions that would be decided about differently. */
export function Touched({ of }: { of: Impact }) {
  if (of.versions.length === 0) {
    return <p className={styles["soft"]}>{inbox.request.touchesNone}</p>;
  }
  return (
    <ul className={styles["plainList"]}>
      {of.versions.map((one) => (
        <li key={`${one.workflow}@${one.version}`}>
          <WorkflowLink of={`${one.workflow}@${one.version}`} />
          <ul className={styles["plainList"]}>
            {one.changes.map((change) => (
              <li key={`${change.task} ${change.what}`}>
                <Prose>{change.what}</Prose> <ChangeOf change={change} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
