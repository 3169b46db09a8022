/** How the parts of the editor reach the draft. */
import { createContext, useCallback, useContext, useSyncExternalStore } from "react";

import type { WorkflowName } from "../../api/editing";
import { findTask, type Definition, type EditResult } from "../../definition";
import { say } from "../../parts/toast/toasts";
import { editor as words } from "../../words/editor";
import type { Saver } from "./saver";
import type { Editing, EditorStore, Refused } from "./store";

/** What is the same as long as the page is open. */
export interface Desk {
  readonly workflow: WorkflowName;
  readonly store: EditorStore;
  readonly saver: Saver;
  /** Whoever only reads changes nothing. */
  readonly isReadOnly: boolean;
}

export const DeskContext = createContext<Desk | undefined>(undefined);

/** The desk; only below the page. */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === undefined) {
    throw new Error("a part of the editor was shown outside of it");
  }
  return desk;
}

/** A part of the state. It has to be the same object while nothing changed. */
export function useEditing<T>(pick: (editing: Editing) => T): T {
  const { store } = useDesk();
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}

/** The definition. */
export function useDefinition(): Definition {
  return useEditing((editing) => editing.definition);
}

type Make = (definition: Definition) => EditResult;

/** Makes edits, and says why one is refused. Gives whether it was made. */
export function useAct(): (label: string, ...makes: Make[]) => boolean {
  const { store } = useDesk();
  return useCallback(
    (label: string, ...makes: Make[]) => {
      const [only] = makes;
      const refused =
        makes.length === 1 && only !== undefined ? store.act(label, only) : store.actAll(label, makes);
      if (refused !== undefined) {
        say(refusalText(refused), { tone: "bad" });
      }
      return refused === undefined;
    },
    [store],
  );
}

/** Why an edit was not made. */
export function refusalText({ reason, what }: Refused): string {
  return words.refusals[reason](what);
}

/** The name of a task by its reference. */
export function nameOf(definition: Definition, reference: string): string | undefined {
  return findTask(definition, reference)?.name;
}
