/** The form of an integration. Every field changes its place in the text, at once. */
import { useState } from "react";

import { Button } from "../../parts/button/Button";
import { TextField } from "../../parts/field/Field";
import { Section } from "../../parts/page/Page";
import { Prose } from "../../parts/prose/Prose";
import { integrations } from "../../words/integrations";
import { ApiSheet } from "./ApiSheet";
import { AuthenticationFields } from "./AuthenticationFields";
import { change, freeName, isIntegrationName, labelsFrom } from "./document";
import { readFields, type IntegrationFields } from "./fields";
import { kindText } from "./Figures";
import styles from "./Integrations.module.css";
import { OperationForm } from "./OperationForm";
import { pointerOf } from "../../definition/tree";

const words = integrations.form;

/** What every part of the form has. */
export interface Part {
  text: string;
  fields: IntegrationFields;
  onChange: (text: string) => void;
}

/** The form. */
export function IntegrationForm(properties: {
  text: string;
  isNew: boolean;
  onChange: (text: string) => void;
  onText: () => void;
}) {
  const { text, isNew, onChange, onText } = properties;
  const fields = readFields(text);
  if (fields.problem !== undefined) {
    return (
      <div className={styles["notice"]}>
        <p className={styles["noticeTitle"]}>{integrations.edit.broken}</p>
        <p>{integrations.edit.brokenWhy}</p>
        {fields.problem === "" ? null : <p className={styles["soft"]}>{fields.problem}</p>}
        <div>
          <Button onPress={onText}>{integrations.edit.openText}</Button>
        </div>
      </div>
    );
  }
  const part: Part = { text, fields, onChange };
  return (
    <div className={styles["stack"]}>
      <SystemFields {...part} isNew={isNew} />
      {fields.kind === "http" ? (
        <>
          <ConnectionFields {...part} />
          <OperationsFields {...part} isNew={isNew} />
        </>
      ) : (
        <p className={styles["soft"]}>{words.notHttp(kindText(fields.kind))}</p>
      )}
    </div>
  );
}

function SystemFields({ text, fields, onChange, isNew }: Part & { isNew: boolean }) {
  const set = (pointer: string, value: string) => onChange(change(text, pointer, value));
  return (
    <Section title={words.system} isCard>
      <div className={styles["fields"]}>
        {isNew ? (
          <TextField
            label={words.name}
            help={<Prose>{words.nameHelp}</Prose>}
            error={isIntegrationName(fields.name) ? undefined : words.nameWrong}
            mono
            isRequired
            value={fields.name}
            onChange={(value) => set("/integration", value)}
          />
        ) : null}
        <TextField
          label={words.titleField}
          help={words.titleHelp}
          value={fields.title}
          onChange={(value) => set("/title", value)}
        />
        <TextField
          label={words.owner}
          help={words.ownerHelp}
          isRequired
          value={fields.owner}
          onChange={(value) => set("/owner", value)}
        />
        <LabelsField
          label={words.labels}
          help={words.labelsHelp}
          value={fields.labels}
          onChange={(labels) => onChange(change(text, "/labels", labels))}
        />
      </div>
    </Section>
  );
}

/** Labels, as text: what is typed stays as it is while it is typed. */
export function LabelsField(properties: {
  label: string;
  help?: string;
  value: readonly string[];
  onChange: (labels: string[]) => void;
}) {
  const { label, help, value, onChange } = properties;
  const [typed, setTyped] = useState<string>();
  const shown = typed !== undefined && isSame(labelsFrom(typed), value) ? typed : value.join(", ");
  return (
    <TextField
      label={label}
      {...(help === undefined ? {} : { help: <Prose>{help}</Prose> })}
      mono
      isRequired={false}
      value={shown}
      onChange={(next) => {
        setTyped(next);
        if (!isSame(labelsFrom(next), value)) {
          onChange(labelsFrom(next));
        }
      }}
    />
  );
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((label, at) => label === other[at]);
}

function ConnectionFields({ text, fields, onChange }: Part) {
  const isUrl = /^https?:\/\/[^\s/]+/.test(fields.baseUrl);
  const optional = (pointer: string, value: string) =>
    onChange(change(text, pointer, value === "" ? undefined : value));
  return (
    <Section title={words.connection} isCard>
      <div className={styles["fields"]}>
        <TextField
          label={words.baseUrl}
          help={words.baseUrlHelp}
          error={isUrl ? undefined : words.baseUrlWrong}
          mono
          isRequired
          type="url"
          value={fields.baseUrl}
          onChange={(value) => onChange(change(text, "/connection/baseUrl", value))}
        />
        <TextField
          label={words.timeout}
          help={<Prose>{words.timeoutHelp}</Prose>}
          mono
          isRequired={false}
          value={fields.timeout}
          onChange={(value) => optional("/connection/timeout", value)}
        />
        <TextField
          label={words.testBaseUrl}
          help={words.testBaseUrlHelp}
          mono
          isRequired={false}
          type="url"
          value={fields.testBaseUrl}
          onChange={(value) =>
            onChange(
              value === ""
                ? change(text, "/testEndpoint", undefined)
                : change(text, "/testEndpoint/baseUrl", value),
            )
          }
        />
      </div>
      <AuthenticationFields text={text} fields={fields} onChange={onChange} />
    </Section>
  );
}

function OperationsFields({ text, fields, onChange, isNew }: Part & { isNew: boolean }) {
  const [isChoosing, setChoosing] = useState(false);
  const add = () => {
    const key = freeName(text, "new-operation");
    const value = {
      version: "1.0.0",
      title: "",
      effect: "read",
      request: { method: "GET", path: "/" },
    };
    onChange(change(text, pointerOf(["operations", key]), value));
  };
  const actions = (
    <>
      <Button onPress={() => setChoosing(true)}>{integrations.operation.fromApi}</Button>
      <Button icon="plus" onPress={add}>
        {integrations.operation.add}
      </Button>
    </>
  );
  return (
    <Section title={integrations.operation.title} actions={actions}>
      {fields.operations.length === 0 ? (
        <p className={styles["soft"]}>{integrations.operation.none}</p>
      ) : null}
      {fields.operations.map((operation, index) => (
        // The place and not the name is the key: the name is a field of the form.
        <OperationForm key={index} operation={operation} text={text} fields={fields} onChange={onChange} />
      ))}
      {isChoosing ? (
        <ApiSheet text={text} isNew={isNew} onChange={onChange} onClose={() => setChoosing(false)} />
      ) : null}
    </Section>
  );
}
