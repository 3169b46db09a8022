/** One of a few choices. For two or three that are compared at a glance, `Choice` shows all of them. */
import type { ReactNode } from "react";
import {
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  Select as AriaSelect,
  SelectValue,
  Text,
} from "react-aria-components";

import { Icon } from "../icon/Icon";
import { FieldFoot, FieldLabel, type FieldWords } from "./Field";
import styles from "./Select.module.css";

/** One choice. */
export interface Option<T extends string> {
  value: T;
  label: string;
  /** A second, quieter line. */
  about?: ReactNode;
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
export function Select<T extends string>({
  options,
  value,
  onChange,
  isLabelUnseen = false,
  ...rest
}: Properties<T>) {
  const { label, help, error, placeholder, isRequired, isDisabled } = rest;
  return (
    <AriaSelect
      className={styles["field"] ?? ""}
      {...(isLabelUnseen ? { "aria-label": label } : {})}
      {...(placeholder === undefined ? {} : { placeholder })}
      {...(isDisabled === undefined ? {} : { isDisabled })}
      value={value ?? null}
      onChange={(key) => onChange(key as T)}
      isInvalid={error !== undefined}
      disabledKeys={options.filter((option) => option.isDisabled === true).map((option) => option.value)}
    >
      {isLabelUnseen ? null : <FieldLabel label={label} isRequired={isRequired} />}
      <Button className={styles["button"] ?? ""}>
        <SelectValue className={styles["value"] ?? ""} />
        <Icon name="down" />
      </Button>
      <FieldFoot help={help} error={error} />
      <Popover className={styles["popover"] ?? ""}>
        <ListBox className={styles["list"] ?? ""}>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={styles["item"] ?? ""}
            >
              <Text slot="label">{option.label}</Text>
              {option.about === undefined ? null : (
                <Text slot="description" className={styles["about"]}>
                  {option.about}
                </Text>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
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
