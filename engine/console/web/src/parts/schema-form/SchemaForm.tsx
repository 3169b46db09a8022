/**
 * A form from a JSON Schema. Each member has its label, its description and its error; what a form cannot show well,
 * several allowed forms for instance, is written as JSON in its place.
 */
import { useMemo } from "react";

import { parts } from "../../words/parts";
import { Choice, Select } from "../field/Select";
import { TextField } from "../field/Field";
import { NumberField } from "../field/NumberField";
import type { Errors } from "./check";
import { JsonField } from "./JsonField";
import { ListField, ObjectFields } from "./Nested";
import { fieldOf, resolved, textOf, type Field, type Schema } from "./schema";
import styles from "./SchemaForm.module.css";

/** What the fields of one place share. */
export interface Place {
  schema: Schema;
  root: Schema;
  label: string;
  /** JSON pointer of the value. */
  pointer: string;
  isRequired: boolean;
  value: unknown;
  /** `undefined` takes the value out. */
  onChange: (value: unknown) => void;
  errors: Errors;
  isDisabled: boolean;
}

const NO_ERRORS: Errors = new Map();

/** The form. `errors` come from `check`, or from the server, by JSON pointer. */
export function SchemaForm(properties: {
  schema: unknown;
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
  errors?: Errors;
  isDisabled?: boolean;
}) {
  const { schema, label, value, onChange, errors = NO_ERRORS, isDisabled = false } = properties;
  const root = useMemo(() => resolved(schema, schema as Schema), [schema]);
  const place = {
    root: schema as Schema,
    label,
    pointer: "",
    isRequired: true,
    value,
    onChange,
    errors,
    isDisabled,
  };
  return (
    <div role="group" aria-label={label} className={styles["form"]}>
      <PlaceField {...place} schema={root} isTop />
    </div>
  );
}

/** The field of one place, whatever it is. */
export function PlaceField(place: Place & { isTop?: boolean }) {
  const { isTop = false, ...rest } = place;
  const schema = useMemo(() => resolved(rest.schema, rest.root), [rest.schema, rest.root]);
  const field = useMemo(() => fieldOf(schema), [schema]);
  const known = { ...rest, schema };
  if (field.kind === "object") {
    return <ObjectFields place={known} field={field} isTop={isTop} />;
  }
  if (field.kind === "list") {
    return <ListField place={known} items={field.items} />;
  }
  return <Simple place={known} field={field} />;
}

function Simple({ place, field }: { place: Place; field: Exclude<Field, { kind: "object" | "list" }> }) {
  const { label, pointer, isRequired, value, onChange, errors, isDisabled } = place;
  const words = { label, isRequired, isDisabled, error: errors.get(pointer), ...helpOf(place.schema) };
  switch (field.kind) {
    case "text":
      return (
        <TextField
          {...words}
          value={typeof value === "string" ? value : ""}
          onChange={(text) => onChange(text === "" && !isRequired ? undefined : text)}
          {...(field.isLong ? { rows: 4 } : {})}
          {...typeOfInput(field.format)}
          {...placeholderOf(place.schema)}
        />
      );
    case "number":
      return (
        <NumberField
          {...words}
          value={typeof value === "number" ? value : NaN}
          onChange={(number) => onChange(Number.isNaN(number) ? undefined : number)}
          formatOptions={{ maximumFractionDigits: field.isWhole ? 0 : 12, useGrouping: false }}
        />
      );
    case "boolean":
      return <YesOrNo place={place} words={words} />;
    case "choice":
      return <OneOf place={place} words={words} values={field.values} />;
    default:
      return <JsonField {...words} value={value} onChange={onChange} />;
  }
}

type Words = {
  label: string;
  isRequired: boolean;
  isDisabled: boolean;
  error: string | undefined;
  help?: string;
};

function YesOrNo({ place, words }: { place: Place; words: Words }) {
  const { value, onChange, isRequired } = place;
  const both = [
    { value: "true", label: parts.form.yes },
    { value: "false", label: parts.form.no },
  ];
  const options = isRequired ? both : [...both, { value: "", label: parts.form.notSet }];
  return (
    <Choice
      {...words}
      options={options}
      value={typeof value === "boolean" ? String(value) : ""}
      onChange={(chosen) => onChange(chosen === "" ? undefined : chosen === "true")}
    />
  );
}

function OneOf({ place, words, values }: { place: Place; words: Words; values: readonly unknown[] }) {
  const { value, onChange, isRequired } = place;
  const known = values.map((one) => ({
    value: JSON.stringify(one),
    label: typeof one === "string" ? one : JSON.stringify(one),
  }));
  const options = isRequired ? known : [{ value: "", label: parts.form.notSet }, ...known];
  return (
    <Select
      {...words}
      placeholder={parts.form.choose}
      options={options}
      value={value === undefined ? (isRequired ? undefined : "") : JSON.stringify(value)}
      onChange={(chosen) => onChange(chosen === "" ? undefined : JSON.parse(chosen))}
    />
  );
}

function helpOf(schema: Schema): { help?: string } {
  const help = textOf(schema["description"]);
  return help === undefined ? {} : { help };
}

function placeholderOf(schema: Schema): { placeholder?: string } {
  const examples: readonly unknown[] = Array.isArray(schema["examples"]) ? schema["examples"] : [];
  const example = textOf(examples[0]) ?? textOf(schema["example"]);
  return example === undefined ? {} : { placeholder: example };
}

/** Keyboards of phones, and pickers of browsers. */
function typeOfInput(format: string | undefined): { type?: "email" | "url" | "date" | "password" } {
  switch (format) {
    case "email":
    case "date":
    case "password":
      return { type: format };
    case "uri":
      return { type: "url" };
    default:
      return {};
  }
}
