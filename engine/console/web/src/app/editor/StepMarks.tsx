/** The marks of a step: problems, what policies say, what it did in the last try. Each says it in words too. */
import { Icon, type IconName } from "../../parts/icon/Icon";
import type { Standing } from "../../parts/operations/standing";
import { duration } from "../../parts/time/format";
import { editor as words } from "../../words/editor";
import { operations } from "../../words/operations";
import { parts } from "../../words/parts";
import type { Marks } from "./marks";
import styles from "./Editor.module.css";

const STANDING_ICONS: Readonly<Record<Standing, IconName>> = {
  allowed: "check",
  atRunTime: "filter",
  needsApproval: "account",
  held: "hand",
  refused: "stop",
};
const STATE_ICONS: Readonly<Record<string, IconName>> = {
  running: "wait",
  waiting: "wait",
  held: "hand",
  completed: "check",
  faulted: "alert",
  cancelled: "minus",
  skipped: "minus",
};

/** The marks, in a row. */
export function StepMarks({ of }: { of: Marks }) {
  const { errors, warnings, standing, traced } = of;
  const problems = errors + warnings;
  return (
    <span className={styles["marks"]}>
      {problems === 0 ? null : (
        <Mark icon="alert" look={errors > 0 ? "bad" : "warn"} text={words.strip.problems(String(problems))} />
      )}
      {standing === undefined || standing === "allowed" ? null : (
        <Mark
          icon={STANDING_ICONS[standing]}
          look={standing === "refused" ? "bad" : standing === "atRunTime" ? "busy" : "warn"}
          text={operations.standings[standing]}
        />
      )}
      {traced === undefined ? null : (
        <Mark
          icon={STATE_ICONS[traced.state] ?? "info"}
          look={traced.state}
          text={stateText(traced.state)}
          more={tookText(traced.startedAt, traced.endedAt)}
        />
      )}
    </span>
  );
}

function Mark({
  icon,
  look,
  text,
  more,
}: {
  icon: IconName;
  look: string;
  text: string;
  more?: string | undefined;
}) {
  return (
    <span className={styles["mark"]} data-look={look} title={text}>
      <Icon name={icon} />
      <span className="unseen">{text}</span>
      {more === undefined ? null : <span>{more}</span>}
    </span>
  );
}

/** A state in words; one of a newer server by its name. */
export function stateText(state: string): string {
  return (parts.states as Readonly<Record<string, string>>)[state] ?? state;
}

function tookText(from: string | undefined, to: string | undefined): string | undefined {
  return from === undefined || to === undefined ? undefined : duration(Date.parse(to) - Date.parse(from));
}
