/** Values that change without a new version: their schema in the draft, and what is in force for what is live. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ProblemError } from "@towpath/client";
import { useState } from "react";

import { changeSettings, settings } from "../../../api/editing";
import { setSettings, type Data } from "../../../definition";
import { useOnce } from "../../../parts/act/useOnce";
import { Button } from "../../../parts/button/Button";
import { Empty } from "../../../parts/empty/Empty";
import { Select } from "../../../parts/field/Select";
import { TextField } from "../../../parts/field/Field";
import { Section } from "../../../parts/page/Page";
import { Problem } from "../../../parts/problem/Problem";
import { SchemaForm } from "../../../parts/schema-form/SchemaForm";
import { say } from "../../../parts/toast/toasts";
import { editor } from "../../../words/editor";
import { parts } from "../../../words/parts";
import { useAct, useDefinition, useDesk } from "../context";
import styles from "../Editor.module.css";
import { NumberRow, TextRow } from "../forms/fields";
import { at } from "../forms/data";
import { fixedOf } from "../values/pointed";
import { FieldRows } from "./FieldRows";
import { NewName } from "./InputPanel";
import { fieldsOf, requiring, withField, withMember, type SchemaField } from "./schemaFields";

const words = editor.settings;

/** The panel. */
export function SettingsPanel() {
  const { isReadOnly } = useDesk();
  const definition = useDefinition();
  const act = useAct();
  const schema = definition.settings;
  const fields = fieldsOf(schema);
  const change = (next: Data | undefined) => act("setSettings", (one) => setSettings(one, next));
  const add = (name: string) => {
    const next = requiring(withField(schema, name), name, false);
    change(withMember(next, name, { default: "" }));
  };
  return (
    <div className={styles["panelBody"]}>
      <Section title={words.title} about={words.about}>
        {fields.length === 0 ? <Empty title={words.none}>{words.noneWhy}</Empty> : null}
        <FieldRows
          schema={schema}
          fields={fields}
          onChange={change}
          hasRequired={false}
          more={(field) => <Default field={field} schema={schema} onChange={change} />}
        />
        {isReadOnly ? null : (
          <NewName label={words.newName} act={words.add} taken={fields.map(({ name }) => name)} onAdd={add} />
        )}
      </Section>
      <LiveSettings />
    </div>
  );
}

function Default(properties: {
  field: SchemaField;
  schema: Data | undefined;
  onChange: (schema: Data) => void;
}) {
  const { field, schema, onChange } = properties;
  const { isReadOnly } = useDesk();
  const value = at(field.schema, "default");
  const set = (changes: { readonly [key: string]: Data | undefined }) =>
    onChange(withMember(schema, field.name, changes));
  const isNumber = field.type === "number" || field.type === "integer";
  const limit = (key: "minimum" | "maximum") => {
    const found = at(field.schema, key);
    return typeof found === "number" ? found : undefined;
  };
  return (
    <>
      {isNumber ? (
        <div className={styles["pair"]}>
          <NumberRow
            label={words.default}
            isWhole={field.type === "integer"}
            isDisabled={isReadOnly}
            value={typeof value === "number" ? value : undefined}
            onCommit={(next) => set({ default: next ?? 0 })}
          />
          {(["minimum", "maximum"] as const).map((key) => (
            <NumberRow
              key={key}
              label={words[key]}
              isRequired={false}
              isDisabled={isReadOnly}
              value={limit(key)}
              onCommit={(next) => set({ [key]: next })}
            />
          ))}
        </div>
      ) : field.type === "boolean" ? (
        <Select
          label={words.default}
          isDisabled={isReadOnly}
          options={[
            { value: "true", label: parts.form.yes },
            { value: "false", label: parts.form.no },
          ]}
          value={value === true ? "true" : "false"}
          onChange={(next) => set({ default: next === "true" })}
        />
      ) : (
        <TextRow
          label={words.default}
          isDisabled={isReadOnly}
          value={value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value)}
          onCommit={(next) => set({ default: fixedOf(next, field.type) })}
        />
      )}
      <p className={styles["soft"]}>{words.use(`$runtime.metadata.settings.${field.name}`)}</p>
    </>
  );
}

/** What is in force for what is live, if something is. */
function LiveSettings() {
  const { workflow } = useDesk();
  const queries = useQueryClient();
  const known = useQuery({ ...settings(workflow), retry: false });
  const [changed, setChanged] = useState<unknown>();
  const [reason, setReason] = useState("");
  const save = useOnce({
    mutationFn: () =>
      changeSettings(workflow, changed as Record<string, unknown>, reason.trim(), known.data?.tag),
    onSuccess: async () => {
      setChanged(undefined);
      setReason("");
      say(words.saved);
      await queries.invalidateQueries({ queryKey: ["settings"] });
    },
  });
  if (known.data === undefined) {
    const isAbsent = known.error instanceof ProblemError && known.error.status === 404;
    return known.isError && !isAbsent ? <Problem error={known.error} /> : null;
  }
  const { schema, values } = known.data.value;
  if (fieldsOf(schema as Data).length === 0) {
    return null;
  }
  return (
    <Section title={words.live} about={words.liveAbout}>
      <SchemaForm schema={schema} label={words.live} value={changed ?? values} onChange={setChanged} />
      {changed === undefined ? null : (
        <div className={styles["fields"]}>
          <TextField label={words.reason} isRequired={false} value={reason} onChange={setReason} />
          <div>
            <Button onPress={() => save.mutate()} isPending={save.isPending}>
              {words.save}
            </Button>
          </div>
        </div>
      )}
      {save.isError ? <Problem error={save.error} title={words.failed} /> : null}
    </Section>
  );
}
