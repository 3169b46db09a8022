/** What the workflow is called with: fields by hand, or made from an example. */
import { useState } from "react";

import { inferSchema, setInputSchema, type Data } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Disclosure } from "../../../parts/disclosure/Disclosure";
import { Empty } from "../../../parts/empty/Empty";
import { TextField } from "../../../parts/field/Field";
import { Section } from "../../../parts/page/Page";
import { editor } from "../../../words/editor";
import { useAct, useDefinition, useDesk } from "../context";
import styles from "../Editor.module.css";
import { FieldRows } from "./FieldRows";
import { fieldsOf, members, withField } from "./schemaFields";

const words = editor.input;

/** The panel. */
export function InputPanel() {
  const { isReadOnly } = useDesk();
  const { inputSchema } = useDefinition();
  const act = useAct();
  const change = (schema: Data | undefined) => act("setInputSchema", (one) => setInputSchema(one, schema));
  const fields = fieldsOf(inputSchema);
  return (
    <div className={styles["panelBody"]}>
      <Section title={words.title} about={words.about}>
        {fields.length === 0 ? <Empty title={words.none}>{words.noneWhy}</Empty> : null}
        <FieldRows schema={inputSchema} fields={fields} onChange={change} />
        {isReadOnly ? null : (
          <>
            <NewName
              label={words.newName}
              act={words.add}
              taken={fields.map(({ name }) => name)}
              onAdd={(name) => change(withField(inputSchema, name))}
            />
            <Disclosure title={words.infer} isOpenAtFirst={fields.length === 0}>
              <FromExample onMade={change} />
            </Disclosure>
          </>
        )}
      </Section>
    </div>
  );
}

/** A name, and a button that adds what is called so. */
export function NewName(properties: {
  label: string;
  act: string;
  taken: readonly string[];
  onAdd: (name: string) => void;
}) {
  const { label, act, taken, onAdd } = properties;
  const [name, setName] = useState("");
  const wanted = name.trim();
  const isNew = wanted !== "" && !taken.includes(wanted);
  return (
    <form
      className={styles["pair"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (isNew) {
          onAdd(wanted);
          setName("");
        }
      }}
    >
      <TextField label={label} value={name} onChange={setName} />
      <Button icon="plus" type="submit" isDisabled={!isNew}>
        {act}
      </Button>
    </form>
  );
}

function FromExample({ onMade }: { onMade: (schema: Data) => void }) {
  const [text, setText] = useState("");
  const [error, setError] = useState<string>();
  const make = () => {
    const read = readObject(text);
    if (read === undefined) {
      setError(words.notJson);
      return;
    }
    setError(undefined);
    setText("");
    onMade(withExamples(inferSchema([read]), read));
  };
  return (
    <div className={styles["fields"]}>
      <TextField
        label={words.infer}
        help={words.inferHelp}
        rows={5}
        mono
        value={text}
        onChange={setText}
        error={error}
        placeholder={'{ "orderId": "o-1005", "why": "too small" }'}
      />
      <div>
        <Button onPress={make} isDisabled={text.trim() === ""}>
          {words.inferAct}
        </Button>
      </div>
    </div>
  );
}

function readObject(text: string): Data | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? (read as Data) : undefined;
  } catch {
    return undefined;
  }
}

/** The values of the example become the examples of the fields: forms show them. */
function withExamples(schema: Data, example: Data): Data {
  const properties = Object.fromEntries(
    Object.entries(members(members(schema)["properties"])).map(([name, one]) => {
      const value = members(example)[name];
      const isPlain = value !== undefined && value !== null && typeof value !== "object";
      return [name, isPlain ? { ...members(one), examples: [value] } : one];
    }),
  );
  return { ...members(schema), properties };
}
