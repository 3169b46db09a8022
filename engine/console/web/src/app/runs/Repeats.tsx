/** Changes that running again repeats, those first that would happen twice. */
import type { RepeatedWrite } from "@towpath/client";

import { Badge } from "../../parts/state/State";
import { number, plural } from "../../parts/time/format";
import { ValueLine } from "../../parts/values/JsonView";
import { runs } from "../../words/runs";
import { twice } from "./again";
import styles from "./Run.module.css";

const words = runs.again;

/** The list. */
export function Repeats({ of }: { of: readonly RepeatedWrite[] }) {
  const risks = twice(of);
  const sorted = [...risks, ...of.filter((one) => one.protected)];
  return (
    <>
      <p className={risks.length === 0 ? "" : styles["notice"]}>
        {risks.length === 0
          ? words.allProtected
          : words.twice(`${number(risks.length)} ${plural(risks.length, words.changes)}`)}
      </p>
      <ul aria-label={words.repeats} className={styles["effects"]}>
        {sorted.map((one) => (
          <li key={one.effect} className={styles["effect"]}>
            <div className={styles["effectHead"]}>
              <span>
                <code>{one.operation}</code> {words.at(one.task.split("/").at(-1) ?? one.task)}
              </span>
              <Badge tone={one.protected ? "good" : "bad"}>
                {one.protected ? words.safe : words.happensTwice}
              </Badge>
              {one.done ? null : <Badge tone="warn">{words.maybe}</Badge>}
            </div>
            <ValueLine value={one.arguments} most={160} />
          </li>
        ))}
      </ul>
    </>
  );
}
