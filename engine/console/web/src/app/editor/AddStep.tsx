/** Adding a step: calls are found by what they do, with what policies say of them before anything is built on them. */
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from "react";

import {
  availableAt,
  findList,
  findTask,
  insertCall,
  newBody,
  addTask,
  setField,
  type Data,
  type Definition,
  type EditResult,
  type Facts,
  type Place,
  type TaskKind,
} from "../../definition";
import { Sheet } from "../../parts/dialog/Dialog";
import { Icon } from "../../parts/icon/Icon";
import { OperationSearch } from "../../parts/operations/OperationSearch";
import type { Operation } from "../../parts/operations/useOperations";
import { editor as words } from "../../words/editor";
import { useAct, useDesk, useEditing } from "./context";
import { KIND_ICONS, operationParts } from "./flow";
import { guessValue } from "./guess";
import { selectedTask } from "./store";
import { useKnown } from "./useKnown";
import { useShow } from "./Workspace";
import styles from "./Editor.module.css";

/** The kinds beside calls, the most used first. */
const KINDS = [
  "switch",
  "try",
  "set",
  "for",
  "fork",
  "wait",
  "raise",
  "run",
  "emit",
  "listen",
  "do",
] as const;
/** Names that new steps begin with. */
const NAMES: Readonly<Record<(typeof KINDS)[number], string>> = {
  switch: "decide",
  try: "attempt",
  set: "values",
  for: "each",
  fork: "together",
  wait: "pause",
  raise: "fail",
  run: "start",
  emit: "tell",
  listen: "hear",
  do: "group",
};

interface Adding {
  /** Opens the choice, for a place or behind what is selected. */
  openAdd: (place?: Place) => void;
}

const AddContext = createContext<Adding>({ openAdd: () => undefined });

/** How to add a step from anywhere in the editor. */
export function useAddStep(): Adding {
  return useContext(AddContext);
}

/** Where a step goes that is added while this is selected: behind a task, into an empty list, at the end. */
export function placeFor(definition: Definition, selection: string): Place {
  const list = findList(definition, selection.replace(/\/\+$/, ""));
  if (list !== undefined && findTask(definition, selection) === undefined) {
    return { list: list.reference, index: list.tasks.length };
  }
  const task = selectedTask(definition, selection);
  return task === undefined
    ? { list: definition.tasks.reference, index: definition.tasks.tasks.length }
    : { list: task.list, index: task.index + 1 };
}

/** Has the choice ready for everything below. */
export function AddStepProvider({ children }: { children: ReactNode }) {
  const { store } = useDesk();
  const [place, setPlace] = useState<Place>();
  const openAdd = useCallback(
    (at?: Place) => {
      const { definition, selection } = store.get();
      setPlace(at ?? placeFor(definition, selection));
    },
    [store],
  );
  const adding = useMemo(() => ({ openAdd }), [openAdd]);
  return (
    <AddContext value={adding}>
      {children}
      <AddSheet place={place} onClose={() => setPlace(undefined)} />
    </AddContext>
  );
}

function AddSheet({ place, onClose }: { place: Place | undefined; onClose: () => void }) {
  const before = useEditing(({ definition }) =>
    place === undefined ? undefined : findList(definition, place.list)?.tasks[place.index - 1]?.name,
  );
  const where =
    place === undefined || place.index === 0
      ? words.add.first
      : before === undefined
        ? words.add.here
        : words.add.after(before);
  return (
    <Sheet isOpen={place !== undefined} onClose={onClose} title={words.add.at(where)}>
      {place === undefined ? null : <Choices place={place} onDone={onClose} />}
    </Sheet>
  );
}

function Choices({ place, onDone }: { place: Place; onDone: () => void }) {
  const { workflow } = useDesk();
  const { facts } = useKnown();
  const act = useAct();
  const show = useShow();
  const add = (make: (definition: Definition) => EditResult, then?: (after: Definition) => EditResult) => {
    const makes = then === undefined ? [make] : [make, then];
    if (act("addTask", ...makes)) {
      show({ panel: "step" });
      onDone();
    }
  };
  const call = (operation: Operation) => {
    const parts = operationParts(operation.call);
    if (parts !== undefined) {
      add(
        (definition) => insertCall(definition, place, { ...parts, input: operation.input as Data }),
        (after) => filledIn(after, place, operation, facts),
      );
    }
  };
  return (
    <div className={styles["add"]}>
      <section aria-label={words.add.others}>
        <h3>{words.add.others}</h3>
        <ul className={styles["kinds"]}>
          {KINDS.map((kind) => (
            <li key={kind}>
              <button
                type="button"
                className={styles["kind"]}
                title={words.kinds[kind].about}
                onClick={() => add((definition) => addTask(definition, place, NAMES[kind], bodyOf(kind)))}
              >
                <Icon name={KIND_ICONS[kind]} />
                {words.kinds[kind].name}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={words.add.operation}>
        <h3>{words.add.operation}</h3>
        <OperationSearch namespace={workflow.namespace} name={workflow.name} onChoose={call} isFocused />
      </section>
    </div>
  );
}

/** New steps begin empty where a form fills them in, and valid wherever that is possible. */
function bodyOf(kind: Exclude<TaskKind, "unknown" | "unreadable" | "call">): Data {
  if (kind === "try") {
    return {
      try: [],
      catch: { as: "error", retry: { delay: { seconds: 1 }, limit: { attempt: { count: 2 } } } },
    };
  }
  return newBody(kind);
}

/** Fills in the arguments that plainly mean a value of this place. */
function filledIn(after: Definition, place: Place, operation: Operation, facts: Facts): EditResult {
  const reference = findList(after, place.list)?.tasks[place.index]?.reference ?? "";
  const schema = operation.input as { required?: unknown; properties?: Record<string, { type?: unknown }> };
  const required: readonly unknown[] = Array.isArray(schema.required) ? schema.required : [];
  const values = availableAt(after, reference, facts, "with");
  let current = after;
  let last: EditResult | undefined;
  for (const name of required.map(String)) {
    const type = schema.properties?.[name]?.type;
    const path = guessValue(name, typeof type === "string" ? type : undefined, values);
    if (path !== undefined) {
      last = setField(current, reference, ["with", name], `\${ ${path} }`);
      if (!last.ok) {
        return last;
      }
      current = last.after;
    }
  }
  return last ?? { ok: true, edits: [], selection: reference, dangling: [], dropped: [], alsoAt: [], after };
}
