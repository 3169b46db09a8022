/** What every step may say: only if, works on, gives on, remembers, gives up after, and where to go afterwards. */
import { bareJq, type Data, type Task } from "../../../definition";
import { Disclosure } from "../../../parts/disclosure/Disclosure";
import { Select } from "../../../parts/field/Select";
import { Button } from "../../../parts/button/Button";
import { editor } from "../../../words/editor";
import { useDefinition, useDesk } from "../context";
import { targetsOf } from "../flow";
import { ConditionField } from "../values/ConditionField";
import { ValueField } from "../values/ValueField";
import styles from "../Editor.module.css";
import { TextRow } from "./fields";
import { at } from "./data";
import { useAvailable, useSet } from "./useStep";

const words = editor.step;

/** Where it goes on. */
export function ThenField({ task }: { task: Task }) {
  const { isReadOnly } = useDesk();
  const definition = useDefinition();
  const set = useSet(task);
  const value = task.then?.value ?? "continue";
  const options = targetsOf(definition, task.list, task.name);
  return (
    <Select
      label={editor.then.label}
      isDisabled={isReadOnly}
      options={options.some((one) => one.value === value) ? options : [{ value, label: value }, ...options]}
      value={value}
      onChange={(next) => set(["then"], next === "continue" ? undefined : next)}
    />
  );
}

/** The rest, folded where nothing is said. */
export function MoreForm({ task }: { task: Task }) {
  const set = useSet(task);
  const { isReadOnly } = useDesk();
  const isUsed = [task.if, task.input, task.output, task.export, task.timeout].some(
    (one) => one !== undefined,
  );
  const timeout = at(task.timeout, "after") ?? task.timeout;
  return (
    <Disclosure title={words.more} isOpenAtFirst={isUsed}>
      <div className={styles["fields"]}>
        <OnlyIf task={task} />
        <Part
          task={task}
          path={["input", "from"]}
          label={words.inputFrom}
          help={words.inputFromHelp}
          data={task.input}
        />
        <Part
          task={task}
          path={["output", "as"]}
          label={words.outputAs}
          help={words.outputAsHelp}
          data={task.output}
        />
        <Part
          task={task}
          path={["export", "as"]}
          label={words.exportAs}
          help={words.exportAsHelp}
          data={task.export}
        />
        <TextRow
          label={words.timeout}
          help={words.timeoutHelp}
          isRequired={false}
          isDisabled={isReadOnly || (typeof timeout === "object" && timeout !== null)}
          value={typeof timeout === "string" ? timeout : timeout === undefined ? "" : JSON.stringify(timeout)}
          onCommit={(next) => set(["timeout"], next.trim() === "" ? undefined : { after: next.trim() })}
        />
        {task.otherKeys.length === 0 ? null : (
          <p className={styles["soft"]}>{words.keptKeys(task.otherKeys.join(", "))}</p>
        )}
      </div>
    </Disclosure>
  );
}

function OnlyIf({ task }: { task: Task }) {
  const set = useSet(task);
  const values = useAvailable(task, "if");
  return (
    <div className={styles["field"]}>
      <p className={styles["strong"]}>{words.condition}</p>
      <p className={styles["soft"]}>{words.conditionHelp}</p>
      <ConditionField
        label={words.condition}
        task={task}
        field="if"
        values={values}
        jq={bareJq(task.if?.value ?? "")}
        onCommit={(jq) => set(["if"], jq.trim() === "" ? undefined : `\${ ${jq} }`)}
      />
    </div>
  );
}

function Part(properties: {
  task: Task;
  path: readonly [string, string];
  label: string;
  help: string;
  data: Data | undefined;
}) {
  const { task, path, label, help, data } = properties;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  const value = at(data, path[1]);
  if (value === undefined) {
    return (
      <div className={styles["field"]}>
        <p className={styles["strong"]}>{label}</p>
        <p className={styles["soft"]}>{help}</p>
        {isReadOnly ? null : (
          <div>
            <Button
              look="quiet"
              icon="edit"
              aria-label={editor.value.asFormula(label)}
              onPress={() => set(path, "${ . }")}
            >
              {editor.value.formula}
            </Button>
          </div>
        )}
      </div>
    );
  }
  return (
    <ValueField
      task={task}
      path={path}
      label={label}
      help={help}
      value={value}
      isRequired={false}
      onRemove={isReadOnly ? undefined : () => set(path, undefined)}
      removeLabel={editor.value.clear(label)}
    />
  );
}
