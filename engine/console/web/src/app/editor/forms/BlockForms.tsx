/** Blocks: for, fork, and try with its failures and further tries. */
import { addBranch, bareJq, isExpression, newBody, type Data, type Task } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Checkbox } from "../../../parts/field/Field";
import { Select } from "../../../parts/field/Select";
import { editor } from "../../../words/editor";
import { useAct, useDefinition, useDesk } from "../context";
import { targetsOf } from "../flow";
import { ConditionField } from "../values/ConditionField";
import { ValueField } from "../values/ValueField";
import { asExpression } from "../values/pointed";
import styles from "../Editor.module.css";
import { isNeverTaken, setCatch } from "./failure";
import { NumberRow, TextRow } from "./fields";
import { delaySeconds, ERRORS, kindOfErrors, triesOf, withTries } from "./retry";
import { at, textAt } from "./data";
import { useAvailable, useSet } from "./useStep";

/** For each item of a list. */
export function ForForm({ task }: { task: Task }) {
  const words = editor.for;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  const values = useAvailable(task, "while");
  if (task.detail.kind !== "for") {
    return null;
  }
  const { each, at: number, in: list, while: condition } = task.detail;
  return (
    <div className={styles["fields"]}>
      <ValueField task={task} path={["for", "in"]} label={words.in} value={listValue(list)} />
      <TextRow
        label={words.each}
        help={words.eachHelp(each)}
        isDisabled={isReadOnly}
        value={each}
        onCommit={(name) => set(["for", "each"], name.trim() === "" ? "item" : name.trim())}
      />
      <TextRow
        label={words.at}
        isRequired={false}
        isDisabled={isReadOnly}
        value={number === "index" ? "" : number}
        onCommit={(name) => set(["for", "at"], name.trim() === "" ? undefined : name.trim())}
      />
      <h3>{words.while}</h3>
      <p className={styles["soft"]}>{words.whileHelp}</p>
      <ConditionField
        label={words.while}
        task={task}
        field="while"
        values={values}
        jq={bareJq(condition ?? "")}
        onCommit={(jq) => set(["while"], jq.trim() === "" ? undefined : jq)}
      />
    </div>
  );
}

/** `in` may be bare jq; the field shows it as a formula all the same. */
function listValue(list: string | undefined): Data | undefined {
  return list === undefined || list === "" || isExpression(list) ? list : asExpression(list);
}

/** Branches side by side. */
export function ForkForm({ task }: { task: Task }) {
  const words = editor.fork;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  const act = useAct();
  if (task.detail.kind !== "fork") {
    return null;
  }
  const count = task.lists[0]?.tasks.length ?? 0;
  return (
    <div className={styles["fields"]}>
      <p>{words.branches(String(count))}</p>
      <Checkbox
        isSelected={task.detail.isCompeting}
        isDisabled={isReadOnly}
        onChange={(isOn) => set(["fork", "compete"], isOn ? true : undefined)}
      >
        {words.compete}
      </Checkbox>
      {isReadOnly ? null : (
        <div>
          <Button
            icon="plus"
            onPress={() =>
              act("addBranch", (one) => addBranch(one, task.reference, words.branch, newBody("do")))
            }
          >
            {words.add}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Tries: which failures, how often again, and where to go then. */
export function TryForm({ task }: { task: Task }) {
  const words = editor.try;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  const { detail } = task;
  if (detail.kind !== "try") {
    return null;
  }
  const known = kindOfErrors(detail.errors);
  const other = textAt(detail.errors, "with", "type");
  const options = [
    { value: "any" as const, label: words.any },
    { value: "communication" as const, label: words.down },
    { value: "timeout" as const, label: words.timeout },
    ...(known === "other" ? [{ value: "other" as const, label: words.other(other) }] : []),
  ];
  return (
    <div className={styles["fields"]}>
      <p className={styles["soft"]}>{words.steps}</p>
      <Select
        label={words.which}
        isDisabled={isReadOnly}
        options={options}
        value={known}
        onChange={(kind) =>
          kind === "other" ? undefined : set(["catch", "errors"], kind === "any" ? undefined : ERRORS[kind])
        }
      />
      <Retry task={task} retry={detail.retry} />
      <AfterFailure task={task} />
      <TextRow
        label={words.errorAs}
        help={words.errorAsHelp(detail.as)}
        isDisabled={isReadOnly}
        value={detail.as}
        onCommit={(name) => set(["catch", "as"], name.trim() === "" ? undefined : name.trim())}
      />
    </div>
  );
}

/** Sets how often it is tried, and where it goes on then. */
function useSetCatch(task: Task) {
  const act = useAct();
  return (changes: Parameters<typeof setCatch>[2]) =>
    act("setField", (definition) => setCatch(definition, task, changes, editor.try.step));
}

function Retry({ task, retry }: { task: Task; retry: Data | undefined }) {
  const words = editor.try;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  const setOf = useSetCatch(task);
  if (typeof retry === "string") {
    return <p>{words.retryNamed(retry)}</p>;
  }
  const tries = triesOf(retry);
  const backoff = (["linear", "exponential"] as const).find(
    (name) => at(retry, "backoff", name) !== undefined,
  );
  return (
    <section aria-label={words.retry} className={styles["fields"]}>
      <h3>{words.retry}</h3>
      <div className={styles["pair"]}>
        <NumberRow
          label={words.attempts}
          help={words.attemptsHelp}
          isWhole
          minimum={1}
          isDisabled={isReadOnly}
          value={tries}
          onCommit={(count) => setOf({ retry: withTries(retry, count ?? 1) })}
        />
        {tries <= 1 ? null : (
          <NumberRow
            label={words.delay}
            minimum={0}
            isDisabled={isReadOnly}
            value={delaySeconds(retry)}
            onCommit={(seconds) => set(["catch", "retry", "delay"], secondsOf(seconds ?? 1))}
          />
        )}
      </div>
      {tries <= 1 ? null : (
        <Select
          label={words.backoff}
          isDisabled={isReadOnly}
          options={[
            { value: "constant", label: words.constant },
            { value: "linear", label: words.linear },
            { value: "exponential", label: words.exponential },
          ]}
          value={backoff ?? "constant"}
          onChange={(kind) =>
            set(["catch", "retry", "backoff"], kind === "constant" ? undefined : { [kind]: {} })
          }
        />
      )}
    </section>
  );
}

/** Seconds as a duration; parts of a second as milliseconds. */
function secondsOf(seconds: number): Data {
  return Number.isInteger(seconds) ? { seconds } : { milliseconds: Math.round(seconds * 1000) };
}

function AfterFailure({ task }: { task: Task }) {
  const words = editor.try;
  const { isReadOnly } = useDesk();
  const definition = useDefinition();
  const set = useSetCatch(task);
  const then = task.detail.kind === "try" ? task.detail.then : undefined;
  const options = targetsOf(definition, task.list, task.name);
  const value = then?.value ?? "continue";
  return (
    <Select
      label={words.then}
      help={words.thenHelp}
      isDisabled={isReadOnly}
      options={options.some((one) => one.value === value) ? options : [{ value, label: value }, ...options]}
      value={value}
      error={isNeverTaken(task) ? words.neverTaken : undefined}
      onChange={(next) => set({ then: next === "continue" ? undefined : next })}
    />
  );
}
