/** Fields of one line or several, numbers, switches and boxes: label above, help below, the error in its place. */
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  NumberField as AriaNumberField,
  SearchField as AriaSearchField,
  Switch as AriaSwitch,
  Text,
  TextArea,
  TextField as AriaTextField,
  type CheckboxProps,
  type NumberFieldProps,
  type SearchFieldProps,
  type SwitchProps,
  type TextFieldProps,
} from "react-aria-components";

import { parts } from "../../words/parts";
import { Icon } from "../icon/Icon";
import styles from "./Field.module.css";

/** What every field has. */
export interface FieldWords {
  label: string;
  /** One line of help. */
  help?: ReactNode;
  /** What is wrong with the value. */
  error?: string | undefined;
}

/** The label of a field; it says where a field may be left empty, since most must be filled. */
export function FieldLabel({ label, isRequired }: { label: string; isRequired: boolean | undefined }) {
  return (
    <Label className={styles["label"]}>
      {label}
      {isRequired === false ? <span className={styles["optional"]}> {parts.optional}</span> : null}
    </Label>
  );
}

/** Help and error below a field. */
export function FieldFoot({ help, error }: Pick<FieldWords, "help" | "error">) {
  return (
    <>
      {help === undefined ? null : (
        <Text slot="description" className={styles["help"]}>
          {help}
        </Text>
      )}
      <FieldError className={styles["error"]}>{error}</FieldError>
    </>
  );
}

type Bare<T> = Omit<T, "className" | "style" | "children">;

/** A line of text, or with `rows` several. `isRequired={false}` says that it may stay empty. */
export function TextField({
  label,
  help,
  error,
  rows,
  placeholder,
  mono = false,
  ...rest
}: Bare<TextFieldProps> & FieldWords & { rows?: number; placeholder?: string; mono?: boolean }) {
  const look = `${styles["input"] ?? ""} ${mono ? (styles["mono"] ?? "") : ""}`;
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={styles["field"] ?? ""}>
      <FieldLabel label={label} isRequired={rest.isRequired} />
      {rows === undefined ? (
        <Input className={look} placeholder={placeholder} />
      ) : (
        <TextArea className={look} rows={rows} placeholder={placeholder} />
      )}
      <FieldFoot help={help} error={error} />
    </AriaTextField>
  );
}

/** A number, written and read as the language of the reader does. */
export function NumberField({ label, help, error, ...rest }: Bare<NumberFieldProps> & FieldWords) {
  return (
    <AriaNumberField {...rest} isInvalid={error !== undefined} className={styles["field"] ?? ""}>
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <Input className={styles["input"]} />
      <FieldFoot help={help} error={error} />
    </AriaNumberField>
  );
}

/** A field to search with; Escape empties it. The label is not shown, the placeholder says the same. */
export function SearchField({ label, ...rest }: Bare<SearchFieldProps> & { label: string }) {
  return (
    <AriaSearchField {...rest} aria-label={label} className={styles["search"] ?? ""}>
      <Icon name="search" />
      <Input className={styles["input"]} placeholder={label} />
    </AriaSearchField>
  );
}

/** A box to tick. */
export function Checkbox({
  children,
  ...rest
}: Omit<CheckboxProps, "className" | "style" | "children"> & { children: ReactNode }) {
  return (
    <AriaCheckbox {...rest} className={styles["check"] ?? ""}>
      <span className={styles["box"]}>
        <Icon name={rest.isIndeterminate === true ? "minus" : "check"} />
      </span>
      {children}
    </AriaCheckbox>
  );
}

/** A switch: it takes effect at once. */
export function Switch({
  children,
  ...rest
}: Omit<SwitchProps, "className" | "style" | "children"> & { children: ReactNode }) {
  return (
    <AriaSwitch {...rest} className={styles["check"] ?? ""}>
      <span className={styles["track"]} />
      {children}
    </AriaSwitch>
  );
}
