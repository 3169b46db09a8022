/** One step of a run: what it was given, what it gave, what it asked for, and what was decided. */
import type { TracedTask } from "@towpath/client";
import type { ReactNode } from "react";

import { Button, IconButton } from "../../parts/button/Button";
import { Prose } from "../../parts/prose/Prose";
import { State } from "../../parts/state/State";
import { duration, number } from "../../parts/time/format";
import { Time } from "../../parts/time/Time";
import { useUrl } from "../../parts/url/useUrl";
import { JsonView } from "../../parts/values/JsonView";
import { KeyValue } from "../../parts/values/KeyValue";
import { runs } from "../../words/runs";
import { adviceOn, failureIn } from "./cause";
import { Effect } from "./Effect";
import { kindName } from "./kinds";
import { sentence } from "./Outcome";
import styles from "./Run.module.css";
import type { Execution, Row } from "./timeline";

const words = runs.detail;

/** Beside the timeline; which execution is in the address. */
export function Detail({ row, onClose }: { row: Row; onClose: () => void }) {
  const [at, setAt] = useUrl("at");
  const usual = Math.max(
    0,
    row.executions.findIndex((one) => one.task.state === row.state),
  );
  const index = at === "" ? usual : Math.min(row.executions.length - 1, Math.max(0, Number(at) - 1 || 0));
  const execution = row.executions[index];
  if (execution === undefined) {
    return null;
  }
  return (
    <section aria-label={words.label(row.name)} className={styles["detail"]}>
      <div className={styles["detailHead"]}>
        <div className={styles["detailTitle"]}>
          <h3>{row.name}</h3>
          <State of={execution.task.state} isRun />
        </div>
        <IconButton icon="close" label={words.close} onPress={onClose} />
      </div>
      {row.executions.length > 1 ? (
        <Which row={row} index={index} onChange={(next) => setAt(String(next + 1))} />
      ) : null}
      <Facts execution={execution} />
      <Values task={execution.task} />
    </section>
  );
}

/** Goes through passes and attempts. */
function Which({ row, index, onChange }: { row: Row; index: number; onChange: (index: number) => void }) {
  const count = row.executions.length;
  const { pass = [], attempt } = row.executions[index]?.task ?? {};
  const names = [
    ...pass.map((one) => words.pass(number(one.index + 1))),
    ...(attempt === undefined ? [] : [words.attempt(number(attempt))]),
  ];
  return (
    <div role="group" aria-label={words.which} className={styles["which"]}>
      <Button icon="left" isDisabled={index === 0} onPress={() => onChange(index - 1)}>
        {words.earlier}
      </Button>
      <span role="status">
        {words.of(number(index + 1), number(count))}
        {names.length === 0 ? "" : ` (${names.join(", ")})`}
      </span>
      <Button icon="right" isDisabled={index === count - 1} onPress={() => onChange(index + 1)}>
        {words.later}
      </Button>
    </div>
  );
}

function Facts({ execution: { task, from, to } }: { execution: Execution }) {
  return (
    <KeyValue
      of={[
        [words.kind, task.kind === undefined ? undefined : kindName(task.kind)],
        [words.began, task.startedAt === undefined ? undefined : <Time at={task.startedAt} isExact />],
        [words.took, task.state === "skipped" ? undefined : duration(to - from)],
      ]}
    />
  );
}

function Values({ task }: { task: TracedTask }) {
  return (
    <>
      {task.state === "skipped" ? <p className={styles["soft"]}>{words.skipped}</p> : null}
      {task.error === undefined ? null : <Failure error={task.error} />}
      {task.effects.length === 0 ? null : (
        <Part title={words.effects}>
          <div className={styles["effects"]}>
            {task.effects.map((effect) => (
              <Effect key={effect.index} effect={effect} />
            ))}
          </div>
        </Part>
      )}
      <Part title={words.input}>
        {task.input === undefined ? (
          <p className={styles["soft"]}>{words.noInput}</p>
        ) : (
          <JsonView value={task.input} label={words.input} />
        )}
      </Part>
      <Part title={words.output}>
        {task.output === undefined ? (
          <p className={styles["soft"]}>{task.endedAt === undefined ? words.noOutput : words.nothing}</p>
        ) : (
          <JsonView value={task.output} label={words.output} />
        )}
      </Part>
      {task.exported === undefined ? null : (
        <Part title={words.exported}>
          <JsonView value={task.exported} label={words.exported} />
        </Part>
      )}
    </>
  );
}

function Failure({ error }: { error: NonNullable<TracedTask["error"]> }) {
  const failure = failureIn(error);
  const said = [failure.title ?? "", failure.detail ?? ""].filter((text) => text !== "");
  return (
    <Part title={words.error}>
      <div className={styles["error"]}>
        <p>
          <Prose>
            {said.map((text) => sentence(text)).join(" ") || (failure.code ?? failure.type ?? "?")}
          </Prose>
        </p>
      </div>
      <p>{runs.outcome.advice[adviceOn(failure)]}</p>
    </Part>
  );
}

/** A part of the detail with its heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={styles["part"]}>
      <h4>{title}</h4>
      {children}
    </div>
  );
}
