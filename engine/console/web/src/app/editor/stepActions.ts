/** What can be done with a step as a whole: the same by mouse, by keyboard and in menus. */
import { useMemo } from "react";

import {
  deleteTask,
  duplicateTask,
  findTask,
  moveDown,
  moveOut,
  moveUp,
  unwrapTask,
  wrapTasks,
  type Definition,
  type EditResult,
  type Task,
  type Wrapper,
} from "../../definition";
import type { MenuAction } from "../../parts/menu/Menu";
import { say } from "../../parts/toast/toasts";
import { editor as words } from "../../words/editor";
import { useAddStep } from "./AddStep";
import { refusalText, useDesk } from "./context";
import { askForName } from "./RenameDialog";
import type { EditorStore } from "./store";
import { useShow } from "./Workspace";

/** An edit, and words about what came with it. */
export function actAndTell(
  store: EditorStore,
  label: string,
  make: (definition: Definition) => EditResult,
  done?: string,
): void {
  let result: EditResult | undefined;
  const refused = store.act(label, (definition) => {
    result = make(definition);
    return result;
  });
  if (refused !== undefined) {
    say(refusalText(refused), { tone: "bad" });
    return;
  }
  const undo = { action: { label: words.undoLabels.undo, onAct: () => store.undo() } };
  if (result?.ok === true && result.dropped.length > 0) {
    say(words.undoLabels.dropped(result.dropped.join(", ")), undo);
  } else if (result?.ok === true && result.dangling.length > 0) {
    say(words.undoLabels.dangling, undo);
  } else if (done !== undefined) {
    say(done, undo);
  }
}

/** Deletes a step; the words about it offer the way back. */
export function deleteStep(store: EditorStore, task: Task): void {
  const done = words.undoLabels.deleted(task.name);
  actAndTell(store, "deleteTask", (definition) => deleteTask(definition, task.reference), done);
}

/** What a key does with a step. Gives whether it meant something. */
export function stepKey(
  event: { key: string; altKey: boolean; ctrlKey: boolean; metaKey: boolean },
  store: EditorStore,
  task: Task,
  openAdd: () => void,
): boolean {
  const { reference } = task;
  if (event.altKey && event.key === "ArrowUp") {
    actAndTell(store, "moveTask", (one) => moveUp(one, reference));
  } else if (event.altKey && event.key === "ArrowDown") {
    actAndTell(store, "moveTask", (one) => moveDown(one, reference));
  } else if (event.altKey && event.key === "ArrowLeft") {
    actAndTell(store, "moveTask", (one) => moveOut(one, reference, "behind"));
  } else if (event.key === "Delete" || event.key === "Backspace") {
    deleteStep(store, task);
  } else if (event.key === "F2") {
    askForName(reference);
  } else if (event.key === "Insert" || event.key === "+") {
    openAdd();
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
    actAndTell(store, "duplicateTask", (one) => duplicateTask(one, reference));
  } else {
    return false;
  }
  return true;
}

/** The menu of a step. */
export function useStepActions(task: Task | undefined): readonly MenuAction[] {
  const { store, isReadOnly } = useDesk();
  const { openAdd } = useAddStep();
  const show = useShow();
  return useMemo(
    () => (task === undefined || isReadOnly ? [] : actionsOf(task, store, openAdd, show)),
    [task, store, isReadOnly, openAdd, show],
  );
}

function actionsOf(
  task: Task,
  store: EditorStore,
  openAdd: ReturnType<typeof useAddStep>["openAdd"],
  show: ReturnType<typeof useShow>,
): readonly MenuAction[] {
  const { reference } = task;
  const edit = (id: string, label: string, make: (definition: Definition) => EditResult): MenuAction => ({
    id,
    label,
    onAct: () => actAndTell(store, id, make),
  });
  const wrap = (wrapper: Wrapper, label: string): MenuAction =>
    edit(`wrap-${wrapper}`, label, (one) => wrapTasks(one, [reference], wrapper, wrapOptions(wrapper)));
  const isBlock = (findTask(store.get().definition, reference)?.lists[0]?.tasks.length ?? 0) > 0;
  return [
    {
      id: "add",
      label: words.menu.addAfter,
      icon: "plus",
      onAct: () => openAdd({ list: task.list, index: task.index + 1 }),
    },
    { id: "rename", label: words.menu.rename, icon: "edit", onAct: () => askForName(reference) },
    edit("duplicate", words.menu.duplicate, (one) => duplicateTask(one, reference)),
    "line",
    edit("up", words.menu.up, (one) => moveUp(one, reference)),
    edit("down", words.menu.down, (one) => moveDown(one, reference)),
    "line",
    wrap("try", words.menu.wrapTry),
    wrap("for", words.menu.wrapFor),
    wrap("do", words.menu.wrapDo),
    wrap("fork", words.menu.wrapFork),
    ...(isBlock ? [edit("unwrap", words.menu.unwrap, (one) => unwrapTask(one, reference))] : []),
    "line",
    {
      id: "text",
      label: words.menu.text,
      icon: "developers",
      onAct: () => {
        store.select(reference);
        show({ view: "text" });
      },
    },
    {
      id: "delete",
      label: words.menu.delete,
      icon: "close",
      isDanger: true,
      onAct: () => deleteStep(store, task),
    },
  ];
}

/** A try begins with two further tries, so that wrapping alone already helps. */
function wrapOptions(wrapper: Wrapper) {
  return wrapper === "try"
    ? { catch: { as: "error", retry: { delay: { seconds: 1 }, limit: { attempt: { count: 2 } } } } }
    : {};
}
