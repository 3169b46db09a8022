/** A value of a step: fixed, picked from what is available, or a formula. */
import { exportOutput, setField, type Data, type Task, type Value } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Select } from "../../../parts/field/Select";
import { Icon } from "../../../parts/icon/Icon";
import { JsonField } from "../../../parts/schema-form/JsonField";
import { parts } from "../../../words/parts";
import { editor } from "../../../words/editor";
import { nameOf, useAct, useDefinition, useDesk } from "../context";
import { TextRow } from "../forms/fields";
import { at, textAt } from "../forms/data";
import { useAvailable } from "../forms/useStep";
import { ExpressionField } from "./ExpressionField";
import { asExpression, fixedOf, jqOf, typeOfSchema } from "./pointed";
import styles from "./Values.module.css";
import { ValuePicker } from "./ValuePicker";

const words = editor.value;

/** The field at a path of a step. */
export function ValueField(properties: {
  task: Task;
  /** The first key says what `.` is: `with`, `set`, `input`. */
  path: readonly string[];
  label: string;
  value: Data | undefined;
  schema?: Data | undefined;
  help?: string | undefined;
  isRequired?: boolean;
  onRemove?: (() => void) | undefined;
  removeLabel?: string;
}) {
  const { task, path, label, value, schema, help, isRequired = true, onRemove, removeLabel } = properties;
  const { isReadOnly } = useDesk();
  const definition = useDefinition();
  const act = useAct();
  const field = path[0] ?? "";
  const values = useAvailable(task, field);
  const set = (next: Data | undefined) => act("setField", (one) => setField(one, task.reference, path, next));
  const pick = (picked: Value) => {
    const { needsExport } = picked;
    const write = (one: Parameters<typeof setField>[0]) =>
      setField(one, task.reference, path, asExpression(picked.path));
    if (needsExport === undefined) {
      act("setField", write);
    } else {
      const key = nameOf(definition, needsExport) ?? "";
      act("setField", (one) => exportOutput(one, needsExport, key), write);
    }
  };
  const jq = jqOf(value);
  const isFormula = jq !== undefined;
  return (
    <div role="group" aria-label={label} className={styles["field"]}>
      <div className={styles["head"]}>
        <span className={styles["label"]}>
          {label}
          {isRequired ? null : <span className={styles["soft"]}> {parts.optional}</span>}
        </span>
        {isReadOnly ? null : (
          <span className={styles["tools"]}>
            <ValuePicker label={label} values={values} onPick={pick} />
            <Button
              look="quiet"
              aria-label={isFormula ? words.asValue(label) : words.asFormula(label)}
              onPress={() => set(isFormula ? "" : asExpression(jqLiteral(value)))}
            >
              {isFormula ? words.fixed : words.formula}
            </Button>
            {onRemove === undefined ? null : (
              <Button look="quiet" aria-label={removeLabel} onPress={onRemove}>
                <Icon name="close" />
              </Button>
            )}
          </span>
        )}
      </div>
      {help === undefined ? null : <p className={styles["soft"]}>{help}</p>}
      {isFormula ? (
        <ExpressionField
          label={label}
          task={task}
          field={field}
          values={values}
          jq={jq}
          isDisabled={isReadOnly}
          onCommit={(next) => set(asExpression(next))}
        />
      ) : (
        <FixedValue label={label} value={value} schema={schema} isDisabled={isReadOnly} onChange={set} />
      )}
    </div>
  );
}

/** jq that says the same as a fixed value. */
function jqLiteral(value: Data | undefined): string {
  return value === undefined || value === "" ? "." : JSON.stringify(value);
}

function FixedValue(properties: {
  label: string;
  value: Data | undefined;
  schema: Data | undefined;
  isDisabled: boolean;
  onChange: (value: Data | undefined) => void;
}) {
  const { label, value, schema, isDisabled, onChange } = properties;
  const type = typeOfSchema(schema);
  const choices = at(schema, "enum");
  if (Array.isArray(choices)) {
    return (
      <Select
        label={label}
        isLabelUnseen
        isDisabled={isDisabled}
        placeholder={parts.form.choose}
        options={choices.map((one: Data) => ({
          value: JSON.stringify(one),
          label: typeof one === "string" ? one : JSON.stringify(one),
        }))}
        value={value === undefined ? undefined : JSON.stringify(value)}
        onChange={(chosen) => onChange(JSON.parse(chosen) as Data)}
      />
    );
  }
  if (type === "boolean") {
    return (
      <Select
        label={label}
        isLabelUnseen
        isDisabled={isDisabled}
        placeholder={parts.form.choose}
        options={[
          { value: "true", label: parts.form.yes },
          { value: "false", label: parts.form.no },
        ]}
        value={typeof value === "boolean" ? (String(value) as "true" | "false") : undefined}
        onChange={(chosen) => onChange(chosen === "true")}
      />
    );
  }
  const isNested = type === "object" || type === "array" || (typeof value === "object" && value !== null);
  if (isNested) {
    return (
      <JsonField
        label={label}
        value={value}
        onChange={(next) => onChange(next as Data | undefined)}
        isRequired
        isDisabled={isDisabled}
        error={undefined}
        help={editor.json}
      />
    );
  }
  const example = textAt(schema, "example");
  return (
    <div className={styles["bare"]}>
      <TextRow
        label={label}
        isDisabled={isDisabled}
        value={value === undefined || value === null ? "" : String(value)}
        placeholder={example}
        onCommit={(text) => onChange(fixedOf(text, type))}
      />
    </div>
  );
}
