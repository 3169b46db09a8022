/**
 * One of a few choices. `Select` is the browser's own list: it is at home on phones, reads well to everybody, and costs
 * a page nothing. For two or three that are compared at a glance, `Choice` shows all of them.
 */
import { useId } from "react";
import { Radio, RadioGroup } from "react-aria-components";

import { parts } from "../../words/parts";
import { Icon } from "../icon/Icon";
import { FieldFoot, FieldLabel, type FieldWords } from "./Field";
import styles from "./Select.module.css";

/** One choice. */
export interface Option<T extends string> {
  value: T;
  label: string;
  /** Why it is disabled, or what tells it apart; said behind the label. */
  about?: string;
  isDisabled?: boolean;
}

interface Properties<T extends string> extends FieldWords {
  options: readonly Option<T>[];
  value: T | undefined;
  onChange: (value: T) => void;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
  /** The label is for screen readers alone, as in a row of filters. */
  isLabelUnseen?: boolean;
}

/** A list that opens. */
export function Select<T extends string>({ options, value, onChange, ...rest }: Properties<T>) {
  const { label, help, error, placeholder, isRequired, isDisabled = false, isLabelUnseen = false } = rest;
  const id = useId();
  const isEmpty = value === undefined || !options.some((option) => option.value === value);
  return (
    <div className={styles["field"]}>
      <label htmlFor={id} className={isLabelUnseen ? "unseen" : styles["label"]}>
        {label}
        {isRequired === false ? <span className={styles["optional"]}> {parts.optional}</span> : null}
      </label>
      <span className={styles["frame"]}>
        <select
          id={id}
          className={styles["select"]}
          value={isEmpty ? "" : value}
          disabled={isDisabled}
          aria-invalid={error !== undefined}
          aria-describedby={help === undefined && error === undefined ? undefined : `${id}-foot`}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {isEmpty ? (
            <option value="" disabled>
              {placeholder ?? ""}
            </option>
          ) : null}
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.isDisabled ?? false}>
              {option.about === undefined ? option.label : `${option.label} – ${option.about}`}
            </option>
          ))}
        </select>
        <Icon name="down" />
      </span>
      {help === undefined && error === undefined ? null : (
        <div id={`${id}-foot`} className={styles["foot"]}>
          {help === undefined ? null : <div className={styles["help"]}>{help}</div>}
          {error === undefined ? null : <div className={styles["error"]}>{error}</div>}
        </div>
      )}
    </div>
  );
}

/** All choices side by side. */
export function Choice<T extends string>({
  options,
  value,
  onChange,
  ...rest
}: Omit<Properties<T>, "placeholder">) {
  const { label, help, error, isRequired, isDisabled, isLabelUnseen = false } = rest;
  return (
    <RadioGroup
      className={styles["field"] ?? ""}
      {...(isLabelUnseen ? { "aria-label": label } : {})}
      {...(isDisabled === undefined ? {} : { isDisabled })}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen as T)}
      isInvalid={error !== undefined}
      orientation="horizontal"
    >
      {isLabelUnseen ? null : <FieldLabel label={label} isRequired={isRequired} />}
      <div className={styles["choices"]}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            isDisabled={option.isDisabled ?? false}
            className={styles["choice"] ?? ""}
          >
            {option.label}
          </Radio>
        ))}
      </div>
      <FieldFoot help={help} error={error} />
    </RadioGroup>
  );
}
