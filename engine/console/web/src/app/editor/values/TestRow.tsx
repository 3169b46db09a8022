/** One test of a condition: a value, how it is tested, and what it is compared with. */
import { OPERANDS, operatorsFor, valueAt, type Operator, type Test, type Value } from "../../../definition";
import { IconButton } from "../../../parts/button/Button";
import { Select } from "../../../parts/field/Select";
import { ValueLine } from "../../../parts/values/JsonView";
import { editor } from "../../../words/editor";
import { LinesRow, TextRow } from "../forms/fields";
import type { Available } from "../forms/useStep";
import { formatOf, operandOf, withField, withOperator } from "./condition";
import styles from "./Values.module.css";
import { ValuePicker } from "./ValuePicker";

const words = editor.condition;

/** The row. */
export function TestRow(properties: {
  test: Test;
  values: Available;
  isDisabled: boolean;
  onChange: (test: Test | undefined) => void;
}) {
  const { test, values, isDisabled, onChange } = properties;
  const value = test.field === "" ? undefined : valueAt(values(), test.field);
  const operators = operatorsFor(value?.type, formatOf(value));
  const options = operators.includes(test.operator) ? operators : [test.operator, ...operators];
  const usable = () => values().filter(({ needsExport }) => needsExport === undefined);
  return (
    <div className={styles["test"]}>
      <ValuePicker
        label={words.field}
        shown={value?.title ?? test.field}
        values={usable}
        isDisabled={isDisabled}
        onPick={(picked) => onChange(withField(test, picked))}
      />
      {isDisabled ? null : (
        <IconButton icon="close" label={words.remove} onPress={() => onChange(undefined)} />
      )}
      <div className={styles["compared"]}>
        <Select<Operator>
          label={words.operator}
          isLabelUnseen
          isDisabled={isDisabled || test.field === ""}
          options={options.map((operator) => ({ value: operator, label: words.operators[operator] }))}
          value={test.operator}
          onChange={(operator) => onChange(withOperator(test, operator, value?.type))}
        />
        {OPERANDS[test.operator] === "none" || test.field === "" ? null : (
          <Operand test={test} value={value} values={usable} isDisabled={isDisabled} onChange={onChange} />
        )}
      </div>
      {value?.sample === undefined ? null : (
        <span className={styles["soft"]}>
          {editor.value.isSample} <ValueLine value={value.sample} most={30} />
        </span>
      )}
    </div>
  );
}

function Operand(properties: {
  test: Test;
  value: Value | undefined;
  values: Available;
  isDisabled: boolean;
  onChange: (test: Test) => void;
}) {
  const { test, value, values, isDisabled, onChange } = properties;
  const { operand, operator } = test;
  const wanted = OPERANDS[operator];
  if (wanted === "values") {
    const known = operand?.kind === "values" ? operand.values.map(String) : [];
    const isNumber = value?.type === "number" || value?.type === "integer";
    const read = (lines: string[]) => (isNumber ? lines.map(Number).filter(Number.isFinite) : lines);
    return (
      <LinesRow
        label={words.values}
        values={known}
        onCommit={(lines) => onChange({ ...test, operand: { kind: "values", values: read(lines) } })}
      />
    );
  }
  const text =
    operand?.kind === "field" ? operand.field : operand?.kind === "value" ? String(operand.value) : "";
  const choices = wanted === "value" ? value?.words : undefined;
  return (
    <div className={styles["operand"]}>
      {choices === undefined || operand?.kind === "field" ? (
        <div className={styles["bare"]}>
          <TextRow
            label={words.operand}
            value={text}
            isDisabled={isDisabled || operand?.kind === "field"}
            onCommit={(typed) =>
              onChange({ ...test, operand: operandOf(typed, value?.type, wanted === "number") })
            }
          />
        </div>
      ) : (
        <Select
          label={words.operand}
          isLabelUnseen
          isDisabled={isDisabled}
          options={choices.map((one) => ({ value: String(one), label: String(one) }))}
          value={text}
          onChange={(chosen) => onChange({ ...test, operand: operandOf(chosen, value?.type, false) })}
        />
      )}
      {wanted === "text" ? null : (
        <ValuePicker
          label={words.operand}
          values={values}
          isDisabled={isDisabled}
          onPick={({ path }) => onChange({ ...test, operand: { kind: "field", field: path } })}
        />
      )}
      {operand?.kind === "field" ? (
        <IconButton
          icon="edit"
          label={editor.value.fixed}
          onPress={() => onChange(withOperator({ ...test, operand: undefined }, operator, value?.type))}
        />
      ) : null}
    </div>
  );
}
