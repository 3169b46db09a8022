/** A field of a number. It is apart from the others, since reading numbers as people write them takes some code. */
import { Input, NumberField as AriaNumberField, type NumberFieldProps } from "react-aria-components";

import styles from "./Field.module.css";
import { FieldFoot, FieldLabel, type Bare, type FieldWords } from "./TextField";

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
