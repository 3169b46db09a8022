/** What is really available at a place, each with a value of the last try: picked instead of guessed. */
import { useMemo, useState } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";

import type { Value, ValueGroup } from "../../../definition";
import { Button, IconButton } from "../../../parts/button/Button";
import { Empty } from "../../../parts/empty/Empty";
import { SearchField } from "../../../parts/field/Field";
import { fitsText } from "../../../parts/search/fits";
import { ValueLine } from "../../../parts/values/JsonView";
import { editor } from "../../../words/editor";
import { useDefinition } from "../context";
import { nameOf } from "../context";
import type { Available } from "../forms/useStep";
import styles from "./Values.module.css";

const words = editor.value;
const GROUPS: readonly ValueGroup[] = [
  "loop",
  "error",
  "current",
  "input",
  "context",
  "earlier",
  "workflow",
  "settings",
  "secret",
];

/** A button that opens the list. With `shown` it shows what is picked now. */
export function ValuePicker(properties: {
  label: string;
  values: Available;
  onPick: (value: Value) => void;
  shown?: string;
  isDisabled?: boolean;
}) {
  const { label, values, onPick, shown, isDisabled = false } = properties;
  const name = words.pickFor(label);
  return (
    <DialogTrigger>
      {shown === undefined ? (
        <IconButton icon="search" label={name} isDisabled={isDisabled} />
      ) : (
        <Button isDisabled={isDisabled} aria-label={`${name}: ${shown}`}>
          <code className={styles["picked"]}>{shown === "" ? editor.condition.chooseField : shown}</code>
        </Button>
      )}
      <Popover className={styles["popover"] ?? ""} placement="bottom start">
        <Dialog aria-label={name} className={styles["dialog"] ?? ""}>
          {({ close }) => (
            <Picking
              values={values()}
              onPick={(value) => {
                onPick(value);
                close();
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Picking({ values, onPick }: { values: readonly Value[]; onPick: (value: Value) => void }) {
  const [text, setText] = useState("");
  const found = useMemo(() => matching(values, text), [values, text]);
  if (values.length <= 1) {
    return <Empty title={words.none}>{words.noneWhy}</Empty>;
  }
  return (
    <div className={styles["picking"]}>
      <SearchField label={words.search} value={text} onChange={setText} autoFocus />
      {found.length === 0 ? <p className={styles["soft"]}>{words.noMatch}</p> : null}
      {GROUPS.map((group) => {
        const own = found.filter((value) => value.group === group);
        return own.length === 0 ? null : (
          <section key={group} aria-label={words.groups[group]}>
            <h4 className={styles["group"]}>{words.groups[group]}</h4>
            <ul>
              {own.map((value) => (
                <li key={`${value.path} ${value.needsExport ?? ""}`}>
                  <Item of={value} onPick={() => onPick(value)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

function Item({ of, onPick }: { of: Value; onPick: () => void }) {
  const definition = useDefinition();
  const { name, path, depth, type, format, title, description, sample, mayLack, isMany, needsExport } = of;
  const exporting = needsExport === undefined ? undefined : nameOf(definition, needsExport);
  const facts = [
    format ?? type,
    isMany ? words.many : undefined,
    mayLack ? words.mayLack : undefined,
    exporting === undefined ? undefined : words.remembers(exporting),
  ].filter((one) => one !== undefined);
  return (
    <button
      type="button"
      className={styles["item"]}
      style={{ paddingInlineStart: `${String(0.5 + depth)}rem` }}
      onClick={onPick}
    >
      <span className={styles["line"]}>
        <span className={styles["name"]}>{depth === 0 ? (title ?? words.whole) : (title ?? name)}</span>
        {sample === undefined ? null : <ValueLine value={sample} most={40} />}
      </span>
      <span className={styles["line"]}>
        <code className={styles["path"]}>{path}</code>
        <span className={styles["soft"]}>{facts.join(" · ")}</span>
      </span>
      {description === undefined ? null : <span className={styles["soft"]}>{description}</span>}
    </button>
  );
}

/** Every word has to be in the path, the title or the description. */
export function matching(values: readonly Value[], text: string): readonly Value[] {
  return values.filter(({ path, title, description }) => fitsText(text, path, title, description));
}
