/** Fields: what is searched for, boxes and switches, and the field of text from its own file. */
import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  Input,
  SearchField as AriaSearchField,
  Switch as AriaSwitch,
  type CheckboxProps,
  type SearchFieldProps,
  type SwitchProps,
} from "react-aria-components";

import { Icon } from "../icon/Icon";
import styles from "./Field.module.css";
import type { Bare } from "./TextField";

export { FieldFoot, FieldLabel, TextField, type FieldWords } from "./TextField";

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
