/** Objects and lists in a form: their members below a line at the side. */
import { useState } from "react";

import { parts } from "../../words/parts";
import { Button, IconButton } from "../button/Button";
import { TextField } from "../field/Field";
import { pointerTo } from "./check";
import { initialOf, isObject, labelOf, resolved, textOf, type Field, type Schema } from "./schema";
import { PlaceField, type Place } from "./SchemaForm";
import styles from "./SchemaForm.module.css";

/** The members of an object; those that no schema names can be added by name where the schema allows it. */
export function ObjectFields(properties: {
  place: Place;
  field: Extract<Field, { kind: "object" }>;
  isTop: boolean;
}) {
  const { place, field, isTop } = properties;
  const value = isObject(place.value) ? place.value : {};
  const set = (name: string, member: unknown) => {
    const { [name]: _, ...others } = value;
    // A member that changes stays in its place among the others.
    place.onChange(member === undefined ? others : { ...value, [name]: member });
  };
  const known = field.members.map((member) => member.name);
  const more = field.hasMore ? Object.keys(value).filter((name) => !known.includes(name)) : [];
  const content = (
    <>
      {field.members.map((member) => (
        <PlaceField
          key={member.name}
          {...below(place, member.name, member.schema, value[member.name])}
          label={labelOf(member.name, resolved(member.schema, place.root))}
          isRequired={member.isRequired}
          onChange={(changed) => set(member.name, changed)}
        />
      ))}
      {more.map((name) => (
        <div key={name} className={styles["removable"]}>
          <PlaceField
            {...below(place, name, field.more, value[name])}
            label={name}
            isRequired
            onChange={(changed) => set(name, changed ?? null)}
          />
          <IconButton
            icon="close"
            label={parts.form.removeMember(name)}
            onPress={() => set(name, undefined)}
          />
        </div>
      ))}
      {field.hasMore ? (
        <NewMember
          taken={Object.keys(value)}
          isDisabled={place.isDisabled}
          onAdd={(name) => set(name, initialOf(field.more, place.root) ?? null)}
        />
      ) : null}
    </>
  );
  return isTop ? content : <Group place={place}>{content}</Group>;
}

/** The items of a list. */
export function ListField({ place, items }: { place: Place; items: Schema }) {
  const value: readonly unknown[] = Array.isArray(place.value) ? place.value : [];
  const schema = resolved(items, place.root);
  const add = () => place.onChange([...value, initialOf(schema, place.root) ?? null]);
  return (
    <Group place={place}>
      {value.map((item, index) => (
        // Items have no identity but their place.
        <div key={index} className={styles["removable"]}>
          <PlaceField
            {...below(place, index, schema, item)}
            label={textOf(schema["title"]) ?? parts.form.item(String(index + 1))}
            isRequired
            onChange={(changed) => place.onChange(value.with(index, changed ?? null))}
          />
          <IconButton
            icon="close"
            label={parts.form.removeItem(String(index + 1))}
            isDisabled={place.isDisabled}
            onPress={() => place.onChange(value.toSpliced(index, 1))}
          />
        </div>
      ))}
      <div>
        <Button icon="plus" onPress={add} isDisabled={place.isDisabled}>
          {parts.form.addItem}
        </Button>
      </div>
    </Group>
  );
}

function Group({ place, children }: { place: Place; children: React.ReactNode }) {
  const help = textOf(place.schema["description"]);
  const error = place.errors.get(place.pointer);
  return (
    <fieldset className={styles["group"]}>
      <legend>
        {place.label}
        {place.isRequired ? null : <span className={styles["soft"]}> {parts.optional}</span>}
      </legend>
      {help === undefined ? null : <p className={styles["help"]}>{help}</p>}
      {error === undefined ? null : <p className={styles["error"]}>{error}</p>}
      {children}
    </fieldset>
  );
}

function NewMember(properties: {
  taken: readonly string[];
  isDisabled: boolean;
  onAdd: (name: string) => void;
}) {
  const { taken, isDisabled, onAdd } = properties;
  const [name, setName] = useState("");
  const isNew = name !== "" && !taken.includes(name);
  const add = () => {
    onAdd(name);
    setName("");
  };
  return (
    <div className={styles["removable"]}>
      <TextField label={parts.form.member} value={name} onChange={setName} isDisabled={isDisabled} />
      <Button icon="plus" onPress={add} isDisabled={isDisabled || !isNew}>
        {parts.form.add(name)}
      </Button>
    </div>
  );
}

function below(place: Place, step: string | number, schema: Schema, value: unknown) {
  const { root, errors, isDisabled, pointer } = place;
  return { root, errors, isDisabled, schema, value, pointer: pointerTo(pointer, step) };
}
