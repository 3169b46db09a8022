/** What a change takes from live workflows: whose, how much used, and what exactly. The server says it, nothing is saved. */
import { ProblemError } from "@towpath/client";

import { Problem } from "../../parts/problem/Problem";
import { integrations } from "../../words/integrations";
import { aDay } from "./Figures";
import { Prose } from "../../parts/prose/Prose";
import styles from "./Integrations.module.css";

const words = integrations.impact;

/** The digest to send back if it is wanted all the same; `undefined` where the error is another one. */
export function impactOf(error: unknown): string | undefined {
  return error instanceof ProblemError && error.status === 409 && error.problem.affected !== undefined
    ? error.problem.impact
    : undefined;
}

/** The workflows of the answer; any other error as it is. */
export function Affected({ error }: { error: unknown }) {
  if (impactOf(error) === undefined || !(error instanceof ProblemError)) {
    return <Problem error={error} />;
  }
  return (
    <div className={styles["stack"]}>
      <p>{words.what}</p>
      <ul className={styles["affected"]}>
        {(error.problem.affected ?? []).map((one) => (
          <li key={one.workflow}>
            <strong>{one.workflow}</strong>
            <span className={styles["soft"]}>
              {words.owner}: {one.owner ?? words.nobody} · {words.runs(aDay(one.runsPerDay))}
            </span>
            <ul>
              {one.what.map((what) => (
                <li key={what}>
                  <Prose>{what}</Prose>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </div>
  );
}
