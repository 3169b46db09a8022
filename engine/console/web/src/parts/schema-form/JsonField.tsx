/** A value as JSON, for what a form cannot show. What is not JSON yet stays in the field and changes nothing. */
import { useState } from "react";

import { parts } from "../../words/parts";
import { TextField } from "../field/Field";

/** The field. */
export function JsonField(properties: {
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
  isRequired: boolean;
  isDisabled: boolean;
  error: string | undefined;
  help?: string;
}) {
  const { value, onChange, error, help, ...rest } = properties;
  const [typed, setTyped] = useState<{ text: string; of: unknown }>();
  // What was typed counts while it belongs to this value: a value from elsewhere replaces it.
  const isMine = typed !== undefined && typed.of === value;
  const text = isMine ? typed.text : value === undefined ? "" : JSON.stringify(value, undefined, 2);
  const change = (next: string) => {
    const read = next.trim() === "" ? { value: undefined } : readJson(next);
    setTyped({ text: next, of: read === undefined ? value : read.value });
    if (read !== undefined) {
      onChange(read.value);
    }
  };
  const isBroken = isMine && typed.text.trim() !== "" && readJson(typed.text) === undefined;
  return (
    <TextField
      {...rest}
      mono
      rows={Math.min(12, Math.max(2, text.split("\n").length))}
      help={help ?? parts.form.asJsonHelp}
      error={isBroken ? parts.form.notJson : error}
      value={text}
      onChange={change}
    />
  );
}

function readJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
