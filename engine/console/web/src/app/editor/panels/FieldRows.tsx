/** The fields of a schema, each as a card that is edited in place. */
import type { ReactNode } from "react";

import type { Data } from "../../../definition";
import { IconButton } from "../../../parts/button/Button";
import { Checkbox } from "../../../parts/field/Field";
import { Select } from "../../../parts/field/Select";
import { editor } from "../../../words/editor";
import { useDesk } from "../context";
import styles from "../Editor.module.css";
import { LinesRow, TextRow } from "../forms/fields";
import {
  exampleOf,
  FIELD_TYPES,
  requiring,
  schemaOfType,
  withMember,
  withoutField,
  type FieldType,
  type SchemaField,
} from "./schemaFields";

const words = editor.input;

/** The cards. `more` adds to each what only this kind of schema has. */
export function FieldRows(properties: {
  schema: Data | undefined;
  fields: readonly SchemaField[];
  onChange: (schema: Data | undefined) => void;
  more?: (field: SchemaField) => ReactNode;
  hasRequired?: boolean;
}) {
  const { schema, fields, onChange, more, hasRequired = true } = properties;
  return (
    <ul className={styles["cards"]}>
      {fields.map((field) => (
        <li key={field.name} className={styles["card"]}>
          <FieldCard
            field={field}
            hasRequired={hasRequired}
            onRemove={() => onChange(withoutField(schema, field.name))}
            onRequire={(isRequired) => onChange(requiring(schema, field.name, isRequired))}
            onMember={(changes) => onChange(withMember(schema, field.name, changes))}
          >
            {more?.(field)}
          </FieldCard>
        </li>
      ))}
    </ul>
  );
}

function FieldCard(properties: {
  field: SchemaField;
  hasRequired: boolean;
  onRemove: () => void;
  onRequire: (isRequired: boolean) => void;
  onMember: (changes: { readonly [key: string]: Data | undefined }) => void;
  children: ReactNode;
}) {
  const { field, hasRequired, onRemove, onRequire, onMember, children } = properties;
  const { isReadOnly } = useDesk();
  const types: FieldType[] = field.type === "other" ? ["other", ...FIELD_TYPES] : [...FIELD_TYPES];
  const text = (key: string) => (value: string) =>
    onMember({ [key]: value.trim() === "" ? undefined : value.trim() });
  return (
    <>
      <div className={styles["cardHead"]}>
        <code className={styles["strong"]}>{field.name}</code>
        {isReadOnly ? null : <IconButton icon="close" label={words.remove(field.name)} onPress={onRemove} />}
      </div>
      <div className={styles["pair"]}>
        <Select<FieldType>
          label={words.type}
          isDisabled={isReadOnly}
          options={types.map((type) => ({ value: type, label: words.types[type] }))}
          value={field.type}
          onChange={(type) => onMember({ format: undefined, ...schemaOfType(type) })}
        />
        <TextRow
          label={words.label}
          isRequired={false}
          isDisabled={isReadOnly}
          value={field.title}
          onCommit={text("title")}
        />
      </div>
      {children}
      {hasRequired ? (
        <>
          <div className={styles["pair"]}>
            <TextRow
              label={words.help}
              isRequired={false}
              isDisabled={isReadOnly}
              value={field.description}
              onCommit={text("description")}
            />
            <TextRow
              label={words.example}
              isRequired={false}
              isDisabled={isReadOnly}
              value={field.example}
              onCommit={(value) => {
                const example = exampleOf(value, field.type);
                onMember({ example: undefined, examples: example === undefined ? undefined : [example] });
              }}
            />
          </div>
          {field.choices.length === 0 ? null : (
            <LinesRow
              label={words.choices}
              values={field.choices}
              onCommit={(choices) => onMember({ enum: choices.length === 0 ? undefined : choices })}
            />
          )}
          <Checkbox isSelected={field.isRequired} isDisabled={isReadOnly} onChange={onRequire}>
            {words.required}
          </Checkbox>
        </>
      ) : null}
    </>
  );
}
