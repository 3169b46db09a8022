/** Fields of forms: what is typed is written into the text after a pause, and when the field is left. */
import { useEffect, useRef, useState, type ReactNode } from "react";

import { TextField } from "../../../parts/field/Field";
import { NumberField } from "../../../parts/field/NumberField";

const PAUSE_MS = 400;

/** A value that is typed here and given on after a pause. A value from elsewhere replaces it. */
export function useCommitted<T>(
  value: T,
  commit: (value: T) => void,
): { typed: T; type: (value: T) => void; flush: () => void } {
  const [typed, setTyped] = useState(value);
  const pending = useRef<{ value: T }>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(commit);
  latest.current = commit;
  useEffect(() => {
    if (pending.current === undefined) {
      setTyped(value);
    }
  }, [value]);
  const flush = () => {
    clearTimeout(timer.current);
    const last = pending.current;
    pending.current = undefined;
    if (last !== undefined) {
      latest.current(last.value);
    }
  };
  const flushLast = useRef(flush);
  flushLast.current = flush;
  // Whoever leaves the form within the pause loses nothing.
  useEffect(() => () => flushLast.current(), []);
  const type = (next: T) => {
    setTyped(next);
    pending.current = { value: next };
    clearTimeout(timer.current);
    timer.current = setTimeout(() => flushLast.current(), PAUSE_MS);
  };
  return { typed, type, flush };
}

interface TextProperties {
  label: string;
  value: string;
  onCommit: (value: string) => void;
  help?: ReactNode;
  error?: string | undefined;
  rows?: number;
  mono?: boolean;
  placeholder?: string;
  isRequired?: boolean;
  isDisabled?: boolean;
}

/** A text. */
export function TextRow({ value, onCommit, isDisabled = false, ...rest }: TextProperties) {
  const { typed, type, flush } = useCommitted(value, onCommit);
  return <TextField {...rest} isDisabled={isDisabled} value={typed} onChange={type} onBlur={flush} />;
}

/** A number; empty is `undefined`. */
export function NumberRow(properties: {
  label: string;
  value: number | undefined;
  onCommit: (value: number | undefined) => void;
  help?: ReactNode;
  minimum?: number;
  isWhole?: boolean;
  isRequired?: boolean;
  isDisabled?: boolean;
}) {
  const { label, value, onCommit, help, minimum, isWhole = false, isRequired, isDisabled } = properties;
  return (
    <NumberField
      isReadWhenLeft
      label={label}
      {...(help === undefined ? {} : { help })}
      {...(minimum === undefined ? {} : { minValue: minimum })}
      {...(isRequired === undefined ? {} : { isRequired })}
      {...(isDisabled === undefined ? {} : { isDisabled })}
      value={value ?? NaN}
      onChange={(number) => onCommit(Number.isNaN(number) ? undefined : number)}
      formatOptions={{ maximumFractionDigits: isWhole ? 0 : 12, useGrouping: false }}
    />
  );
}

/** A list of texts, one in each line. */
export function LinesRow(properties: {
  label: string;
  values: readonly string[];
  onCommit: (values: string[]) => void;
  help?: ReactNode;
}) {
  const { label, values, onCommit, help } = properties;
  return (
    <TextRow
      label={label}
      {...(help === undefined ? {} : { help })}
      rows={Math.max(2, Math.min(8, values.length + 1))}
      value={values.join("\n")}
      onCommit={(text) =>
        onCommit(
          text
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== ""),
        )
      }
    />
  );
}
