/** Fields that the form of a policy has several times: lists of names, several of a few choices, and groups. */
import { useId, useState, type ReactNode } from "react";

import { Checkbox, TextField } from "../../parts/field/Field";
import styles from "./Policies.module.css";

/** Fields that belong together. */
export function Group({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <fieldset className={styles["group"]}>
      {title === undefined ? null : <legend>{title}</legend>}
      {children}
    </fieldset>
  );
}

/** Names with commas between them. What is typed stays as typed; the names follow. */
export function NamesField(properties: {
  label: string;
  help: string;
  value: readonly string[];
  onChange: (names: readonly string[]) => void;
  isDisabled: boolean;
}) {
  const { label, help, value, onChange, isDisabled } = properties;
  const [typed, setTyped] = useState(value.join(", "));
  const shown = namesOf(typed).join() === value.join() ? typed : value.join(", ");
  return (
    <TextField
      label={label}
      help={help}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        onChange(namesOf(text));
      }}
      isDisabled={isDisabled}
      mono
    />
  );
}

function namesOf(text: string): string[] {
  const names = text.split(/[\s,;]+/).filter((name) => name !== "");
  return [...new Set(names)];
}

/** Several of a few choices, as boxes side by side. */
export function Chosen(properties: {
  label: string;
  help?: string;
  all: readonly { value: string; label: string; about?: string }[];
  value: readonly string[];
  onChange: (values: readonly string[]) => void;
  isDisabled: boolean;
}) {
  const { label, help, all, value, onChange, isDisabled } = properties;
  const id = useId();
  const known = new Set(all.map((one) => one.value));
  const others = value.filter((one) => !known.has(one)).map((one) => ({ value: one, label: one }));
  const toggle = (one: string, isChosen: boolean) => {
    const next = isChosen ? [...value, one] : value.filter((other) => other !== one);
    const order = [...all, ...others].map((known) => known.value);
    onChange([...next].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  };
  return (
    <div role="group" aria-labelledby={id} className={styles["chosen"]}>
      <span id={id} className={styles["label"]}>
        {label}
      </span>
      <div className={styles["boxes"]}>
        {[...all, ...others].map((one) => (
          <Checkbox
            key={one.value}
            isSelected={value.includes(one.value)}
            onChange={(isChosen) => toggle(one.value, isChosen)}
            isDisabled={isDisabled}
          >
            {one.label}
          </Checkbox>
        ))}
      </div>
      {help === undefined ? null : <p className={styles["help"]}>{help}</p>}
    </div>
  );
}
