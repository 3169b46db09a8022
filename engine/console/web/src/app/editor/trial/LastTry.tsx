/** What a step did in the last try: got, gave, decided, took. And running it alone. */
import type { TracedEffect, TracedTask } from "@towpath/client";
import { useState } from "react";

import { tryDefinition } from "../../../api/editing";
import type { Task } from "../../../definition";
import { useOnce } from "../../../parts/act/useOnce";
import { Button } from "../../../parts/button/Button";
import { Sheet } from "../../../parts/dialog/Dialog";
import { JsonField } from "../../../parts/schema-form/JsonField";
import { Problem } from "../../../parts/problem/Problem";
import { State } from "../../../parts/state/State";
import { Duration } from "../../../parts/time/Time";
import { JsonView } from "../../../parts/values/JsonView";
import { KeyValue } from "../../../parts/values/KeyValue";
import { editor } from "../../../words/editor";
import { useDefinition, useDesk } from "../context";
import { lastOfEach } from "../facts";
import styles from "../Editor.module.css";
import { useKnown } from "../useKnown";
import { useShow } from "../Workspace";
import { aloneOf } from "./alone";

const words = editor.step;

/** Of one step. */
export function LastTry({ task }: { task: Task }) {
  const { trace, facts } = useKnown();
  const { isReadOnly } = useDesk();
  const show = useShow();
  const traced = trace === undefined ? undefined : lastOfEach(trace.tasks).get(task.reference);
  const sample = facts.samples?.get(task.reference);
  return (
    <div className={styles["fields"]}>
      {traced === undefined ? (
        <p className={styles["soft"]}>
          {editor.trial.none}.{" "}
          <button type="button" className={styles["linkish"]} onClick={() => show({ panel: "try" })}>
            {editor.trial.act}
          </button>
        </p>
      ) : (
        <Traced of={traced} />
      )}
      {isReadOnly ? null : <Alone task={task} input={sample?.input} context={sample?.context} />}
    </div>
  );
}

/** What one execution of a step did. */
export function Traced({ of }: { of: TracedTask }) {
  const { state, startedAt, endedAt, input, output, error, effects } = of;
  return (
    <div className={styles["fields"]}>
      <p className={styles["facts"]}>
        <State of={state} />
        {startedAt === undefined ? null : (
          <span>
            {words.took} <Duration from={startedAt} to={endedAt} />
          </span>
        )}
      </p>
      {error === undefined ? null : (
        <p className={styles["bad"]}>
          {[error.title, error.detail].filter((part) => part !== undefined).join(": ")}
          {error.status === undefined ? "" : ` (${String(error.status)})`}
        </p>
      )}
      {effects.map((effect) => (
        <Effect key={effect.index} of={effect} />
      ))}
      <KeyValue
        of={[
          [
            words.input,
            input === undefined ? undefined : <JsonView value={input} label={words.input} depth={1} />,
          ],
          [
            words.output,
            output === undefined ? undefined : <JsonView value={output} label={words.output} depth={1} />,
          ],
        ]}
      />
    </div>
  );
}

function Effect({ of }: { of: TracedEffect }) {
  const { operation, kind, carriedOut, decision } = of;
  const outcome = outcomeOf(decision);
  const known: Readonly<Record<string, string>> = editor.trial.carriedOut;
  return (
    <p className={styles["facts"]}>
      <code>{operation ?? kind}</code>
      {outcome === undefined ? null : <State of={outcome} />}
      {carriedOut === undefined ? null : <span>{known[carriedOut] ?? carriedOut}</span>}
    </p>
  );
}

/** `allow`, `deny`, `review` or `hold`, wherever the journal has it. */
function outcomeOf(decision: unknown): string | undefined {
  if (typeof decision !== "object" || decision === null) {
    return undefined;
  }
  const { outcome } = decision as { outcome?: unknown };
  return typeof outcome === "string" ? outcome : undefined;
}

function Alone({ task, input, context }: { task: Task; input: unknown; context: unknown }) {
  const words = editor.trial;
  const { workflow } = useDesk();
  const definition = useDefinition();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState<unknown>();
  const given = typed ?? input ?? {};
  const run = useOnce({
    mutationFn: () =>
      tryDefinition(workflow.namespace, { definition: aloneOf(definition, task, given, context), input: {} }),
  });
  const result = run.data;
  const own = result?.trace.tasks.filter(({ name }) => name === task.name).at(-1);
  const foot = (
    <Button look="primary" icon="runs" onPress={() => run.mutate()} isPending={run.isPending}>
      {words.alone}
    </Button>
  );
  return (
    <div>
      <Button look="quiet" icon="runs" onPress={() => setOpen(true)}>
        {words.alone}
      </Button>
      <Sheet isOpen={isOpen} onClose={() => setOpen(false)} title={words.aloneOf(task.name)} foot={foot}>
        <div className={styles["fields"]}>
          <p>{words.aloneHelp}</p>
          <JsonField
            label={words.aloneInput}
            value={given}
            onChange={setTyped}
            isRequired
            isDisabled={false}
            error={undefined}
            help={editor.json}
          />
          {run.isError ? <Problem error={run.error} title={words.aloneFailed} /> : null}
          {own === undefined ? null : <Traced of={own} />}
        </div>
      </Sheet>
    </div>
  );
}
