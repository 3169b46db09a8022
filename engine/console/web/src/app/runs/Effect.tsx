/** One thing that a step asked the host for: what became of it, and what the policies decided and why. */
import type { TracedEffect } from "@towpath/client";

import { Prose } from "../../parts/prose/Prose";
import { Badge, State } from "../../parts/state/State";
import { duration } from "../../parts/time/format";
import { KeyValue } from "../../parts/values/KeyValue";
import { runs } from "../../words/runs";
import { readDecision, type Decision } from "./decision";
import { PolicyLink, sentence } from "./Outcome";
import styles from "./Run.module.css";

const words = runs.detail;

/** The effect. */
export function Effect({ effect }: { effect: TracedEffect }) {
  const { kind, operation, carriedOut, startedAt, endedAt } = effect;
  const decision = readDecision(effect.decision);
  const done = carriedOut === undefined ? undefined : named(runs.carriedOut, carriedOut);
  const took =
    startedAt === undefined || endedAt === undefined
      ? undefined
      : duration(Date.parse(endedAt) - Date.parse(startedAt));
  return (
    <div className={styles["effect"]}>
      <div className={styles["effectHead"]}>
        <span>
          {named(runs.effects, kind)} {operation === undefined ? null : <code>{operation}</code>}
        </span>
        {done === undefined ? null : <Badge tone={carriedOut === "refused" ? "bad" : "quiet"}>{done}</Badge>}
        {took === undefined ? null : <span className={styles["soft"]}>{took}</span>}
      </div>
      {decision === undefined ? null : <Decided decision={decision} />}
    </div>
  );
}

function Decided({ decision }: { decision: Decision }) {
  const { outcome, policies, waits, near, watching, reason, contact } = decision;
  return (
    <KeyValue
      of={[
        [words.decision, <State key="state" of={outcome} />],
        [words.by, policies.length === 0 ? undefined : <Policies of={policies} />],
        [words.because, reason === undefined ? undefined : <Prose>{sentence(reason)}</Prose>],
        ...waits.map(
          ({ who, title }) =>
            [words.waits, <Prose key={title}>{`${who ?? runs.holds.nobody} (${title})`}</Prose>] as const,
        ),
        [words.ask, contact ?? waits.find((one) => one.contact !== undefined)?.contact],
        ...near.map(
          ({ policy, misses }) =>
            [words.near, <Prose key={policy}>{`\`${policy}\`: ${misses.join("; ")}`}</Prose>] as const,
        ),
        [words.watching, watching.length === 0 ? undefined : watching.join(", ")],
      ]}
    />
  );
}

function Policies({ of }: { of: Decision["policies"] }) {
  return (
    <span className={styles["inline"]}>
      {of.map(({ name, isBroken }) => (
        <span key={name}>
          <PolicyLink name={name} />
          {isBroken ? ` (${words.broken})` : ""}
        </span>
      ))}
    </span>
  );
}

function named(table: Readonly<Record<string, string>>, name: string): string {
  return table[name] ?? name;
}
