/** A field of a number. It is apart from the others, since reading numbers as people write them takes some code. */
import { useContext, useEffect, useRef, useState, type RefObject } from "react";
import {
  Input,
  NumberField as AriaNumberField,
  NumberFieldStateContext,
  type NumberFieldProps,
} from "react-aria-components";

import styles from "./Field.module.css";
import { FieldFoot, FieldLabel, type Bare, type FieldWords } from "./TextField";

/** A number is never rounded or grouped by being looked at. */
const EXACT: Intl.NumberFormatOptions = { maximumFractionDigits: 12, useGrouping: false };

interface Properties extends Bare<NumberFieldProps>, FieldWords {
  value: number;
  onChange: (value: number) => void;
  /** Where half a number would do harm: it is given on when the field is left, not while it is typed. */
  isReadWhenLeft?: boolean;
}

/**
 * A number, written and read as the language of the reader does; not a number where it is empty. What is typed counts at
 * once, so that a button beside it need not wait until the field is left; it is put in order when it is.
 */
export function NumberField({ label, help, error, isReadWhenLeft = false, ...rest }: Properties) {
  const { value, onChange, formatOptions = EXACT, ...more } = rest;
  const isTyped = useRef(false);
  const typing = useTyping(value, onChange);
  return (
    <AriaNumberField
      {...more}
      {...typing.handlers}
      formatOptions={formatOptions}
      value={typing.value}
      isInvalid={error !== undefined}
      className={styles["field"] ?? ""}
    >
      <FieldLabel label={label} isRequired={rest.isRequired} />
      <Input className={styles["input"]} onInput={() => (isTyped.current = true)} />
      <FieldFoot help={help} error={error} />
      {isReadWhenLeft ? null : <Typed isTyped={isTyped} onTyped={typing.tell} />}
    </AriaNumberField>
  );
}

/** Tells of each number that is typed and can be one. */
function Typed({ isTyped, onTyped }: { isTyped: RefObject<boolean>; onTyped: (value: number) => void }) {
  const state = useContext(NumberFieldStateContext);
  const { numberValue = NaN, inputValue, minValue = -Infinity, maxValue = Infinity } = state ?? {};
  const tell = useRef(onTyped);
  tell.current = onTyped;
  useEffect(() => {
    if (isTyped.current && numberValue >= minValue && numberValue <= maxValue) {
      tell.current(numberValue);
    }
    isTyped.current = false;
  }, [isTyped, inputValue, numberValue, minValue, maxValue]);
  return null;
}

/**
 * While somebody types, the field keeps the value that it began with, so that it does not write the text anew under the
 * cursor. When it is left, the page is told what the field made of the text, if that differs from what it was told last.
 */
function useTyping(value: number, onChange: (value: number) => void) {
  const [held, setHeld] = useState<number>();
  const settled = useRef<number>(undefined);
  const told = useRef<number>(undefined);
  const settle = (next: number) => {
    settled.current = next;
    setHeld(next);
  };
  const tell = (next: number) => {
    told.current = next;
    onChange(next);
  };
  const handlers = {
    onFocus: () => {
      told.current = undefined;
      settle(value);
    },
    onChange: (next: number) => {
      settle(next);
      tell(next);
    },
    // The field puts its text in order before this.
    onBlur: () => {
      const end = settled.current;
      if (told.current !== undefined && end !== undefined && !Object.is(told.current, end)) {
        tell(end);
      }
      setHeld(undefined);
    },
  };
  return { value: held ?? value, handlers, tell };
}
