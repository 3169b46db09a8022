/** One operation in the form: what it is called, what it does, its request and its arguments. */
import { useState } from "react";

import { dataOf, findEntry, pointerOf, readTree } from "../../definition/tree";
import { Button, IconButton } from "../../parts/button/Button";
import { Checkbox, TextField } from "../../parts/field/Field";
import { Select } from "../../parts/field/Select";
import { Icon } from "../../parts/icon/Icon";
import { Prose } from "../../parts/prose/Prose";
import { Badge } from "../../parts/state/State";
import { integrations } from "../../words/integrations";
import { change, freeName, isOperationName, renameOperation, setArguments } from "./document";
import type { Argument, OperationFields } from "./fields";
import { LabelsField, type Part } from "./IntegrationForm";
import styles from "./Integrations.module.css";

const words = integrations.operation;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const TYPES = ["string", "number", "integer", "boolean", "array", "object"] as const;

type Properties = Part & { operation: OperationFields };

/** The operation; closed, it is one line. */
export function OperationForm(properties: Properties) {
  const { operation } = properties;
  const [isOpen, setOpen] = useState(operation.title === "");
  return (
    <details
      className={styles["operation"]}
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <Icon name="right" />
        <span className={styles["operationName"]}>{operation.key}</span>
        <span className={styles["grow"]}>{operation.title === "" ? words.untitled : operation.title}</span>
        <span className={styles["request"]}>
          {operation.method} {operation.path}
        </span>
        {operation.effect === "write" ? (
          <Badge tone="warn" icon="edit">
            {integrations.operations.write}
          </Badge>
        ) : (
          <Badge tone="quiet" icon="search">
            {integrations.operations.read}
          </Badge>
        )}
      </summary>
      {isOpen ? (
        <div className={styles["inside"]}>
          <WhatItIs {...properties} />
          <Request {...properties} />
          <Arguments {...properties} />
          <Acts {...properties} />
        </div>
      ) : null}
    </details>
  );
}

function WhatItIs({ operation, text, onChange }: Properties) {
  const [typed, setTyped] = useState<string>();
  const at = (...parts: string[]) => pointerOf(["operations", operation.key, ...parts]);
  const set = (part: string, value: string) => onChange(change(text, at(part), value));
  const rename = (name: string) => {
    const next = renameOperation(text, operation.key, name);
    setTyped(name === operation.key || next !== text ? undefined : name);
    if (next !== text) {
      onChange(next);
    }
  };
  return (
    <div className={styles["fields"]}>
      <TextField
        label={words.name}
        error={typed === undefined && isOperationName(operation.key) ? undefined : words.nameWrong}
        mono
        isRequired
        value={typed ?? operation.key}
        onChange={rename}
      />
      <TextField label={words.titleField} value={operation.title} onChange={(value) => set("title", value)} />
      <TextField
        label={words.version}
        help={words.versionHelp}
        mono
        isRequired
        value={operation.version}
        onChange={(value) => set("version", value)}
      />
      <Select
        label={words.effect}
        value={operation.effect === "write" ? "write" : "read"}
        options={(["read", "write"] as const).map((value) => ({ value, label: words.effects[value] }))}
        onChange={(effect) => {
          const changed = change(text, at("effect"), effect);
          onChange(effect === "read" ? change(changed, at("idempotent"), undefined) : changed);
        }}
      />
      {operation.effect === "write" ? (
        <Select
          label={words.idempotent}
          value={(["natural", "key"] as const).find((one) => one === operation.idempotent) ?? "no"}
          options={(["no", "natural", "key"] as const).map((value) => ({
            value,
            label: words.repeats[value],
          }))}
          onChange={(value) => set("idempotent", value)}
        />
      ) : null}
      <LabelsField
        label={words.labels}
        value={operation.labels}
        onChange={(labels) => onChange(change(text, at("labels"), labels.length === 0 ? undefined : labels))}
      />
    </div>
  );
}

function Request({ operation, text, onChange }: Properties) {
  const at = (part: string) => pointerOf(["operations", operation.key, "request", part]);
  return (
    <div className={styles["fields"]}>
      <Select
        label={words.method}
        value={METHODS.find((one) => one === operation.method)}
        options={METHODS.map((value) => ({ value, label: value }))}
        onChange={(value) => onChange(change(text, at("method"), value))}
      />
      <TextField
        label={words.path}
        help={<Prose>{words.pathHelp}</Prose>}
        mono
        isRequired
        value={operation.path}
        onChange={(value) => onChange(change(text, at("path"), value))}
      />
      {["GET", "HEAD", "OPTIONS"].includes(operation.method) ? null : (
        <Checkbox
          isSelected={operation.isBodyArguments}
          onChange={(isIt) => onChange(change(text, at("body"), isIt ? "arguments" : undefined))}
        >
          {words.body}
        </Checkbox>
      )}
    </div>
  );
}

function Arguments({ operation, text, onChange }: Properties) {
  const all = operation.arguments;
  const set = (wanted: readonly Argument[]) => onChange(setArguments(text, operation.key, wanted));
  const replace = (index: number, next: Argument) => {
    const isTaken = all.some((one, at) => at !== index && one.name === next.name);
    if (/^[A-Za-z0-9_-]+$/.test(next.name) && !isTaken) {
      set(all.map((one, at) => (at === index ? next : one)));
    }
  };
  const freeArgument = () => {
    let name = "argument";
    for (let count = 2; all.some((one) => one.name === name); count += 1) {
      name = `argument_${String(count)}`;
    }
    return name;
  };
  return (
    <div className={styles["arguments"]}>
      <div>
        <h3>{words.arguments}</h3>
        <p className={styles["soft"]}>{words.argumentsHelp}</p>
      </div>
      {all.map((one, index) => (
        <div key={index} className={styles["argument"]}>
          <TextField
            label={words.argument}
            mono
            value={one.name}
            onChange={(name) => replace(index, { ...one, name })}
          />
          <Select
            label={words.type}
            value={TYPES.find((type) => type === one.type)}
            placeholder={words.typeOther}
            options={TYPES.map((value) => ({ value, label: words.types[value] }))}
            onChange={(type) => replace(index, { ...one, type })}
          />
          <Checkbox
            isSelected={one.isRequired}
            onChange={(isRequired) => replace(index, { ...one, isRequired })}
          >
            {words.required}
          </Checkbox>
          <IconButton
            icon="close"
            label={words.removeArgument(one.name)}
            onPress={() => set(all.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          onPress={() => set([...all, { name: freeArgument(), type: "string", isRequired: false }])}
        >
          {words.addArgument}
        </Button>
      </div>
    </div>
  );
}

function Acts({ operation, text, onChange }: Properties) {
  const at = pointerOf(["operations", operation.key]);
  const duplicate = () => {
    const value = dataOf(findEntry(readTree(text), at)?.entry.value);
    const key = freeName(text, operation.key.split(":")[0] ?? operation.key);
    onChange(change(text, pointerOf(["operations", key]), value));
  };
  return (
    <div className={styles["end"]}>
      <Button icon="copy" onPress={duplicate}>
        {words.duplicate}
      </Button>
      <Button
        look="danger"
        aria-label={words.removeOf(operation.key)}
        onPress={() => onChange(change(text, at, undefined))}
      >
        {words.remove}
      </Button>
    </div>
  );
}
