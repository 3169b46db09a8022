/** Steps with a few fields: set, raise, wait, emit, listen, run, and those that no form knows. */
import { useState } from "react";

import { findNode, setField, type Data, type Task } from "../../../definition";
import { Button } from "../../../parts/button/Button";
import { Code } from "../../../parts/code/Code";
import { Select } from "../../../parts/field/Select";
import { Switch, TextField } from "../../../parts/field/Field";
import { editor } from "../../../words/editor";
import { useAct, useDefinition, useDesk } from "../context";
import { useShow } from "../Workspace";
import { ValueField } from "../values/ValueField";
import { jqOf } from "../values/pointed";
import styles from "../Editor.module.css";
import { LinesRow, NumberRow, TextRow } from "./fields";
import { at, textAt } from "./data";
import { useSet } from "./useStep";

type Members = { readonly [name: string]: Data };

function membersOf(data: Data | undefined): Members {
  return typeof data === "object" && data !== null && !Array.isArray(data) ? (data as Members) : {};
}

/** Values for the next step. */
export function SetForm({ task }: { task: Task }) {
  const words = editor.set;
  const { isReadOnly } = useDesk();
  const act = useAct();
  const set = useSet(task);
  const [name, setName] = useState("");
  if (task.detail.kind !== "set") {
    return null;
  }
  const values = task.detail.set;
  if (typeof values === "string") {
    return <ValueField task={task} path={["set"]} label={words.whole} value={values} />;
  }
  const members = membersOf(values);
  const isNew = name.trim() !== "" && !(name.trim() in members);
  const add = () => {
    if (isNew) {
      act("setField", (one) => setField(one, task.reference, ["set", name.trim()], "${ . }"));
      setName("");
    }
  };
  return (
    <section aria-label={words.values} className={styles["fields"]}>
      <h3>{words.values}</h3>
      {Object.entries(members).map(([key, value]) => (
        <ValueField
          key={key}
          task={task}
          path={["set", key]}
          label={key}
          value={value}
          onRemove={
            isReadOnly || Object.keys(members).length === 1 ? undefined : () => set(["set", key], undefined)
          }
          removeLabel={words.remove(key)}
        />
      ))}
      {isReadOnly ? null : (
        <form
          className={styles["pair"]}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <TextField label={words.newName} value={name} onChange={setName} />
          <Button icon="plus" type="submit" isDisabled={!isNew}>
            {words.add}
          </Button>
        </form>
      )}
    </section>
  );
}

/** An error that the caller understands. */
export function RaiseForm({ task }: { task: Task }) {
  const words = editor.raise;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  if (task.detail.kind !== "raise") {
    return null;
  }
  const { error } = task.detail;
  if (typeof error === "string") {
    return <p>{words.named(error)}</p>;
  }
  const status = at(error, "status");
  return (
    <div className={styles["fields"]}>
      <ValueField
        task={task}
        path={["raise", "error", "title"]}
        label={words.title}
        value={at(error, "title")}
      />
      <NumberRow
        label={words.status}
        isWhole
        minimum={400}
        isDisabled={isReadOnly}
        value={typeof status === "number" ? status : undefined}
        onCommit={(next) => set(["raise", "error", "status"], next ?? 500)}
      />
      <ValueField
        task={task}
        path={["raise", "error", "detail"]}
        label={words.detail}
        value={at(error, "detail")}
        isRequired={false}
      />
      <TextRow
        label={words.type}
        isDisabled={isReadOnly}
        value={textAt(error, "type")}
        onCommit={(next) => set(["raise", "error", "type"], next.trim())}
      />
    </div>
  );
}

const UNITS = ["days", "hours", "minutes", "seconds"] as const;

/** Some time. */
export function WaitForm({ task }: { task: Task }) {
  const words = editor.wait;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  if (task.detail.kind !== "wait") {
    return null;
  }
  const { duration } = task.detail;
  if (typeof duration === "string") {
    return jqOf(duration) === undefined ? (
      <TextRow
        label={words.formula}
        value={duration}
        isDisabled={isReadOnly}
        onCommit={(next) => set(["wait"], next.trim())}
      />
    ) : (
      <ValueField task={task} path={["wait"]} label={words.formula} value={duration} />
    );
  }
  const parts = membersOf(duration);
  return (
    <div className={styles["pair"]}>
      {UNITS.map((unit) => {
        const count = parts[unit];
        return (
          <NumberRow
            key={unit}
            label={words[unit]}
            isWhole
            minimum={0}
            isRequired={false}
            isDisabled={isReadOnly}
            value={typeof count === "number" ? count : undefined}
            onCommit={(next) => {
              const others = Object.fromEntries(Object.entries(parts).filter(([name]) => name !== unit));
              const all: Members = next === undefined || next === 0 ? others : { ...parts, [unit]: next };
              set(["wait"], Object.keys(all).length === 0 ? { seconds: 0 } : all);
            }}
          />
        );
      })}
    </div>
  );
}

/** An event that goes out. */
export function EmitForm({ task }: { task: Task }) {
  const words = editor.event;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  if (task.detail.kind !== "emit") {
    return null;
  }
  const { with: given } = task.detail;
  const path = ["emit", "event", "with"];
  return (
    <div className={styles["fields"]}>
      <TextRow
        label={words.type}
        isDisabled={isReadOnly}
        value={textAt(given, "type")}
        onCommit={(next) => set([...path, "type"], next.trim())}
      />
      <ValueField task={task} path={[...path, "data"]} label={words.data} value={at(given, "data")} />
    </div>
  );
}

/** Events that are waited for. */
export function ListenForm({ task }: { task: Task }) {
  const words = editor.event;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  if (task.detail.kind !== "listen") {
    return null;
  }
  const { mode = "one", types } = task.detail;
  const write = (next: typeof mode, names: readonly string[]) => {
    const filters = names.map((type) => ({ with: { type } }));
    set(
      ["listen", "to"],
      next === "one" ? { one: filters[0] ?? { with: { type: "" } } } : { [next]: filters },
    );
  };
  return (
    <div className={styles["fields"]}>
      <Select
        label={words.mode}
        isDisabled={isReadOnly}
        options={[
          { value: "one", label: words.one },
          { value: "any", label: words.any },
          { value: "all", label: words.all },
        ]}
        value={mode}
        onChange={(next) => write(next, types)}
      />
      {mode === "one" ? (
        <TextRow
          label={words.type}
          isDisabled={isReadOnly}
          value={types[0] ?? ""}
          onCommit={(type) => set(["listen", "to", "one", "with", "type"], type.trim())}
        />
      ) : (
        <LinesRow label={words.types} values={types} onCommit={(next) => write(mode, next)} />
      )}
    </div>
  );
}

/** Another workflow. */
export function RunForm({ task }: { task: Task }) {
  const words = editor.run;
  const { isReadOnly } = useDesk();
  const set = useSet(task);
  if (task.detail.kind !== "run") {
    return null;
  }
  if (task.detail.what !== "workflow") {
    return (
      <>
        <p className={styles["soft"]}>{words.others}</p>
        <Source task={task} />
      </>
    );
  }
  const workflow = at(task.detail.run, "workflow");
  const waits = at(task.detail.run, "await") !== false;
  return (
    <div className={styles["fields"]}>
      {(["namespace", "name", "version"] as const).map((key) => (
        <TextRow
          key={key}
          label={words[key]}
          isDisabled={isReadOnly}
          value={textAt(workflow, key)}
          onCommit={(next) => set(["run", "workflow", key], next.trim())}
        />
      ))}
      <ValueField
        task={task}
        path={["run", "workflow", "input"]}
        label={words.input}
        value={at(workflow, "input")}
      />
      <Switch
        isSelected={waits}
        isDisabled={isReadOnly}
        onChange={(isOn) => set(["run", "await"], isOn ? undefined : false)}
      >
        {words.await}
      </Switch>
    </div>
  );
}

/** What no form knows is shown as it is written, and kept. */
export function UnknownForm({ task }: { task: Task }) {
  return (
    <div className={styles["fields"]}>
      <p>{editor.step.unknown}</p>
      <Source task={task} />
    </div>
  );
}

/** The text of a step. */
export function Source({ task }: { task: Task }) {
  const definition = useDefinition();
  const show = useShow();
  const node = findNode(definition.tree, task.reference);
  const text = node === undefined ? "" : definition.text.slice(task.range.from, task.range.to);
  return (
    <>
      <Code label={editor.step.source} value={text} isReadOnly isSmall />
      <div>
        <Button look="quiet" onPress={() => show({ view: "text" })}>
          {editor.step.showText}
        </Button>
      </div>
    </>
  );
}
