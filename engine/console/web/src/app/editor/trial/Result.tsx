/** What a try gave: the answer or the error, and each step in the order of its start. */
import { useQueryClient } from "@tanstack/react-query";
import type { Run, Trace, TracedTask } from "@towpath/client";
import { useState } from "react";

import { cases, fixture, saveCases } from "../../../api/editing";
import { useOnce } from "../../../parts/act/useOnce";
import { Button } from "../../../parts/button/Button";
import { Disclosure } from "../../../parts/disclosure/Disclosure";
import { Empty } from "../../../parts/empty/Empty";
import { TextField } from "../../../parts/field/Field";
import { Link } from "../../../parts/link/Link";
import { Problem } from "../../../parts/problem/Problem";
import { State } from "../../../parts/state/State";
import { Time } from "../../../parts/time/Time";
import { say } from "../../../parts/toast/toasts";
import { JsonView } from "../../../parts/values/JsonView";
import { editor } from "../../../words/editor";
import { useDesk } from "../context";
import styles from "../Editor.module.css";
import { freshCaseName } from "./input";
import { Traced } from "./LastTry";

const words = editor.trial;

/** The result of a run. */
export function Result({ run, trace }: { run: Run | undefined; trace: Trace | undefined }) {
  const { isReadOnly } = useDesk();
  if (run === undefined) {
    return <Empty title={words.none}>{words.noneWhy}</Empty>;
  }
  const { status, output, error, startedAt, id } = run;
  const hasEnded = status === "completed" || status === "faulted";
  return (
    <div className={styles["fields"]} role="status">
      <p className={styles["facts"]}>
        <State of={status} />
        <Time at={startedAt} />
        <Link to="/runs/$run" params={{ run: id }}>
          {words.openRun}
        </Link>
      </p>
      {output === undefined ? null : <JsonView value={output} label={words.answer} depth={2} />}
      {error === undefined || error === null ? null : (
        <p className={styles["bad"]}>
          {[error.title, error.detail].filter((part) => part !== undefined && part !== null).join(": ")}
        </p>
      )}
      {hasEnded && !isReadOnly ? <SaveCase key={id} run={id} /> : null}
      {trace === undefined ? null : <Steps of={trace} />}
    </div>
  );
}

function Steps({ of }: { of: Trace }) {
  const { store } = useDesk();
  return (
    <section aria-label={words.steps} className={styles["fields"]}>
      <h3>{words.steps}</h3>
      {of.why === undefined ? null : <p className={styles["soft"]}>{words.incomplete[of.why]}</p>}
      <ol className={styles["steps"]}>
        {of.tasks.map((task, index) => (
          <li key={`${task.reference} ${String(index)}`}>
            <Disclosure title={<StepTitle of={task} />}>
              <Traced of={task} />
              <Button look="quiet" onPress={() => store.select(task.reference)}>
                {editor.strip.open}
              </Button>
            </Disclosure>
          </li>
        ))}
      </ol>
    </section>
  );
}

function StepTitle({ of }: { of: TracedTask }) {
  const { name, state, attempt, pass } = of;
  const item = pass?.at(-1)?.index;
  return (
    <span className={styles["stepTitle"]}>
      <span className={styles["strong"]}>{name}</span>
      {item === undefined ? null : <span className={styles["soft"]}>{words.pass(String(item + 1))}</span>}
      {attempt === undefined || attempt === 1 ? null : (
        <span className={styles["soft"]}>{words.attempt(String(attempt))}</span>
      )}
      <State of={state} />
    </span>
  );
}

function SaveCase({ run }: { run: string }) {
  const { workflow } = useDesk();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const save = useOnce({
    mutationFn: async () => {
      const known = await queries.fetchQuery({ ...cases(workflow), staleTime: 0 });
      const recorded = await queries.fetchQuery(fixture(run));
      const { items } = known;
      const made = recorded[0];
      if (made !== undefined) {
        const taken = items.map((one) => one.name);
        const named = { ...made, name: freshCaseName(name, taken) };
        await saveCases(workflow, [...items, named], known.tag);
      }
    },
    onSuccess: async () => {
      setName("");
      say(words.caseSaved);
      await queries.invalidateQueries({ queryKey: ["cases"] });
    },
  });
  return (
    <>
      <form
        className={styles["pair"]}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={words.caseName} value={name} onChange={setName} />
        <Button type="submit" isPending={save.isPending} isDisabled={name.trim() === ""}>
          {words.saveCase}
        </Button>
      </form>
      {save.isError ? <Problem error={save.error} title={words.caseFailed} /> : null}
    </>
  );
}
