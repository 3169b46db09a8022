/** A field of text: label above, help below, the error in its place. The sign-in page needs it, and none of the others. */
import type { ReactNode } from "react";
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps,
} from "react-aria-components";

import { parts } from "../../words/parts";
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

/** Properties that a field decides itself. */
export type Bare<T> = Omit<T, "className" | "style" | "children">;

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
