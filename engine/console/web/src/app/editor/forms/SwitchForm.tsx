/** A decision: its ways, each with its condition and where it leads. */
import {
  addCase,
  bareJq,
  isExpression,
  moveCase,
  removeCase,
  renameCase,
  setField,
  type SwitchCase,
  type Task,
} from "../../../definition";
import { Button, IconButton } from "../../../parts/button/Button";
import { Select } from "../../../parts/field/Select";
import { editor } from "../../../words/editor";
import { useAct, useDefinition, useDesk } from "../context";
import { targetsOf } from "../flow";
import { ConditionField } from "../values/ConditionField";
import { asExpression } from "../values/pointed";
import styles from "../Editor.module.css";
import { TextRow } from "./fields";
import { useAvailable } from "./useStep";

const words = editor.switch;

/** The form. */
export function SwitchForm({ task }: { task: Task }) {
  const { isReadOnly } = useDesk();
  const act = useAct();
  if (task.detail.kind !== "switch") {
    return null;
  }
  const { cases } = task.detail;
  const other = cases.findIndex(({ when }) => when === undefined);
  const add = (isOther: boolean) => {
    const index = other < 0 ? cases.length : isOther ? cases.length : other;
    const added = isOther
      ? { name: words.otherName, then: "continue" }
      : { name: words.newName, when: "true", then: "continue" };
    act("addCase", (one) => addCase(one, task.reference, index, added));
  };
  return (
    <section aria-label={words.cases} className={styles["fields"]}>
      <h3>{words.cases}</h3>
      {cases.map((one, index) => (
        // A way that gets another name is still the same.
        <Way key={index} task={task} of={one} index={index} count={cases.length} />
      ))}
      {isReadOnly ? null : (
        <div className={styles["cardFoot"]}>
          <Button icon="plus" onPress={() => add(false)}>
            {words.add}
          </Button>
          {other >= 0 ? null : (
            <Button icon="plus" look="quiet" onPress={() => add(true)}>
              {words.addOther}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Way({ task, of, index, count }: { task: Task; of: SwitchCase; index: number; count: number }) {
  const { isReadOnly } = useDesk();
  const definition = useDefinition();
  const act = useAct();
  const values = useAvailable(task, "switch");
  const { reference } = task;
  const { name, when, then } = of;
  const path = ["switch", index, name] as const;
  const write = (jq: string) =>
    act("setField", (one) =>
      setField(
        one,
        reference,
        [...path, "when"],
        when !== undefined && isExpression(when.value) ? asExpression(jq) : jq,
      ),
    );
  const target = then?.value ?? "continue";
  const targets = targetsOf(definition, task.list, task.name);
  const options = targets.some(({ value }) => value === target)
    ? targets
    : [{ value: target, label: target }, ...targets];
  return (
    <div className={styles["card"]}>
      <div className={styles["way"]}>
        <TextRow
          label={words.name}
          value={name}
          isDisabled={isReadOnly}
          onCommit={(next) => act("renameCase", (one) => renameCase(one, reference, index, next.trim()))}
        />
        {isReadOnly ? null : (
          <span className={styles["wayTools"]}>
            <IconButton
              icon="up"
              label={words.up(name)}
              isDisabled={index === 0}
              onPress={() => act("moveCase", (one) => moveCase(one, reference, index, index - 1))}
            />
            <IconButton
              icon="down"
              label={words.down(name)}
              isDisabled={index === count - 1}
              onPress={() => act("moveCase", (one) => moveCase(one, reference, index, index + 2))}
            />
            <IconButton
              icon="close"
              label={words.remove(name)}
              onPress={() => act("removeCase", (one) => removeCase(one, reference, index))}
            />
          </span>
        )}
      </div>
      {when === undefined ? (
        <p className={styles["soft"]}>{words.otherwise}</p>
      ) : (
        <>
          <p className={styles["strong"]}>{words.when}</p>
          <ConditionField
            label={`${words.when} ${name}`}
            task={task}
            field="switch"
            values={values}
            jq={bareJq(when.value)}
            onCommit={write}
          />
        </>
      )}
      <Select
        label={words.then}
        isDisabled={isReadOnly}
        options={options}
        value={target}
        onChange={(next) => act("setField", (one) => setField(one, reference, [...path, "then"], next))}
      />
    </div>
  );
}
