/** A condition as a form of tests, or as a formula. What a form cannot show stays a formula, as it is written. */
import { useMemo, useRef, useState } from "react";

import {
  conditionOf,
  valueAt,
  writeCondition,
  type Condition,
  type Group,
  type Task,
} from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Choice } from "../../../parts/field/Select";
import { editor } from "../../../words/editor";
import { useDesk } from "../context";
import { asGroup, isForm, isWhole, NEW_TEST } from "./condition";
import { ExpressionField } from "./ExpressionField";
import type { Available } from "../forms/useStep";
import { TestRow } from "./TestRow";
import styles from "./Values.module.css";

const words = editor.condition;

/** The field. `jq` is without `${ }`. */
export function ConditionField(properties: {
  label: string;
  task: Task;
  field: string;
  values: Available;
  jq: string;
  onCommit: (jq: string) => void;
}) {
  const { label, task, field, values, jq, onCommit } = properties;
  const { isReadOnly } = useDesk();
  const { condition, change } = useBuilt(jq, values, onCommit);
  const [isFormula, setFormula] = useState(() => !isForm(condition));
  const canBeForm = isForm(condition);
  const showsForm = !isFormula && canBeForm;
  return (
    <div role="group" aria-label={label} className={styles["condition"]}>
      {showsForm ? (
        <GroupFields group={condition} values={values} isDisabled={isReadOnly} onChange={change} />
      ) : (
        <>
          {canBeForm ? null : <p className={styles["soft"]}>{words.notForm}</p>}
          <ExpressionField
            label={`${label}: ${words.formula}`}
            task={task}
            field={field}
            values={values}
            jq={jq}
            isDisabled={isReadOnly}
            onCommit={onCommit}
          />
        </>
      )}
      {isReadOnly || (!canBeForm && isFormula) ? null : (
        <div>
          <Button look="quiet" onPress={() => setFormula(showsForm)}>
            {showsForm ? words.asFormula : words.asForm}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The condition while it is built; it is written whenever all of it says something. */
function useBuilt(jq: string, values: Available, onCommit: (jq: string) => void) {
  const [state, setState] = useState(() => ({ jq, condition: asGroup(conditionOf(jq)) }));
  const written = useRef(jq);
  // A condition that changed elsewhere replaces what is built here.
  const isMine = state.jq === jq || written.current === jq;
  const condition = useMemo(() => (isMine ? state.condition : asGroup(conditionOf(jq))), [isMine, state, jq]);
  const change = (next: Group) => {
    setState({ jq, condition: next });
    if (isWhole(next)) {
      const mayLack = (path: string) => valueAt(values(), path)?.mayLack ?? false;
      const text = writeCondition(next, { mayLack });
      written.current = text;
      setState({ jq: text, condition: next });
      if (text !== jq) {
        onCommit(text);
      }
    }
  };
  return { condition, change };
}

function GroupFields(properties: {
  group: Group;
  values: Available;
  isDisabled: boolean;
  onChange: (group: Group) => void;
  isInner?: boolean;
}) {
  const { group, values, isDisabled, onChange, isInner = false } = properties;
  const replace = (at: number, next: Condition | undefined) =>
    onChange({
      ...group,
      of: next === undefined ? group.of.toSpliced(at, 1) : group.of.toSpliced(at, 1, next),
    });
  return (
    <div className={styles["condition"]}>
      {group.of.length > 1 ? (
        <Choice
          label={words.join}
          isDisabled={isDisabled}
          options={[
            { value: "all", label: words.all },
            { value: "any", label: words.any },
          ]}
          value={group.join}
          onChange={(join) => onChange({ ...group, join })}
        />
      ) : null}
      <div className={styles["tests"]}>
        {group.of.map((one, index) => (
          // Tests have no identity but their place.
          <div key={index}>
            {one.kind === "test" ? (
              <TestRow
                test={one}
                values={values}
                isDisabled={isDisabled}
                onChange={(next) => replace(index, next)}
              />
            ) : one.kind === "group" ? (
              <GroupFields
                group={one}
                values={values}
                isDisabled={isDisabled}
                isInner
                onChange={(next) => replace(index, next.of.length === 0 ? undefined : next)}
              />
            ) : (
              <code>{one.jq}</code>
            )}
          </div>
        ))}
        {isDisabled ? null : <AddTests group={group} isInner={isInner} onChange={onChange} />}
      </div>
    </div>
  );
}

function AddTests(properties: { group: Group; isInner: boolean; onChange: (group: Group) => void }) {
  const { group, isInner, onChange } = properties;
  const add = (one: Condition) => onChange({ ...group, of: [...group.of, one] });
  return (
    <div className={styles["foot"]}>
      <Button icon="plus" look="quiet" onPress={() => add(NEW_TEST)}>
        {words.add}
      </Button>
      {isInner || group.of.length === 0 ? null : (
        <Button
          icon="plus"
          look="quiet"
          onPress={() => add({ kind: "group", join: group.join === "all" ? "any" : "all", of: [NEW_TEST] })}
        >
          {words.addGroup}
        </Button>
      )}
    </div>
  );
}
