/**
 * The draft while it is edited: one text with its history, what is selected, and what is on the server. Diagram, forms
 * and text are views of it; all of them change it here and nowhere else.
 */
import {
  newHistory,
  readDefinition,
  record,
  redo,
  undo,
  findTask,
  type Definition,
  type EditResult,
  type History,
  type Merge,
} from "../../definition";
import type { ServerDraft } from "../../api/editing";
import { changeOf } from "../../parts/code/change";

/** How far the server knows the text. */
export type Saving =
  | { kind: "saved" }
  | { kind: "unsaved" }
  | { kind: "saving" }
  | { kind: "failed"; error: unknown }
  | { kind: "conflict"; merge: Merge; theirs: ServerDraft };

/** All of it. */
export interface Editing {
  readonly history: History;
  readonly definition: Definition;
  /** The reference of a task, or of a place in a list; empty for the workflow itself. */
  readonly selection: string;
  /** The draft on the server that the text was made of. */
  readonly base: ServerDraft;
  readonly saving: Saving;
}

/** What a person did that could not be done, as a key of the words. */
export type Refused = Extract<EditResult, { ok: false }>;

/** Two letters that are typed within this time are one step of undo. */
const GROUP_MS = 1500;

/** What is typed is read after this long a pause. */
const READ_MS = 250;

/** The store of one draft. */
export class EditorStore {
  private state: Editing;
  private readonly listeners = new Set<() => void>();
  private typedAt = 0;
  private reading: ReturnType<typeof setTimeout> | undefined;

  constructor(base: ServerDraft, history: History = newHistory(base.text), selection = "") {
    const definition = readDefinition(history.text);
    const saving: Saving = history.text === base.text ? { kind: "saved" } : { kind: "unsaved" };
    this.state = { history, definition, selection, base, saving };
  }

  readonly get = (): Editing => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Makes an edit. Gives why not, where it is refused. */
  act(label: string, make: (definition: Definition) => EditResult): Refused | undefined {
    this.settle();
    const { definition, history, selection } = this.state;
    const result = make(definition);
    if (!result.ok) {
      return result;
    }
    if (result.edits.length > 0) {
      this.typedAt = 0;
      const next = record(history, label, result.edits, { before: selection, after: result.selection });
      this.change({ history: next, definition: result.after, selection: result.selection });
    } else {
      this.change({ selection: result.selection });
    }
    return undefined;
  }

  /** Makes several edits as one step: each is made of what the one before it gave. */
  actAll(label: string, makes: readonly ((definition: Definition) => EditResult)[]): Refused | undefined {
    return this.act(label, (definition) => chain(definition, makes));
  }

  /** The text as a person typed it. It is read after a pause, so that no letter waits for a large definition. */
  type(text: string, now = Date.now()): void {
    const { history, selection } = this.state;
    if (text === history.text) {
      return;
    }
    const isSameGroup = now - this.typedAt < GROUP_MS && history.past.at(-1)?.label === "type";
    this.typedAt = now;
    const edits = [changeOf(history.text, text)];
    const next = record(history, "type", edits, { before: selection, after: selection }, isSameGroup);
    this.change({ history: next });
    clearTimeout(this.reading);
    this.reading = setTimeout(() => this.settle(), READ_MS);
  }

  /** Reads what was typed, if that was not done yet. */
  settle(): void {
    clearTimeout(this.reading);
    const { history, definition } = this.state;
    if (definition.text !== history.text) {
      this.change({ definition: readDefinition(history.text, definition) });
    }
  }

  /** Another text as one step: a merge, a restored revision. */
  replace(label: string, text: string): void {
    const { history, definition, selection } = this.state;
    this.typedAt = 0;
    const edits = text === history.text ? [] : [changeOf(history.text, text)];
    const next = record(history, label, edits, { before: selection, after: selection });
    this.change({ history: next, definition: readDefinition(text, definition) });
  }

  undo(): void {
    this.step(undo(this.state.history));
  }

  redo(): void {
    this.step(redo(this.state.history));
  }

  select(selection: string): void {
    if (selection !== this.state.selection) {
      this.change({ selection });
    }
  }

  saving(saving: Saving): void {
    this.set({ ...this.state, saving });
  }

  /** The server has this text now; whatever was typed meanwhile is not saved yet. */
  saved(base: ServerDraft): void {
    const saving: Saving = base.text === this.state.history.text ? { kind: "saved" } : { kind: "unsaved" };
    this.set({ ...this.state, base, saving });
  }

  /** Takes what somebody else saved, merged with what is here. */
  merged(text: string, theirs: ServerDraft): void {
    this.replace("merge", text);
    this.saved(theirs);
  }

  private step(made: { history: History; selection: string } | undefined): void {
    if (made !== undefined) {
      this.typedAt = 0;
      const definition = readDefinition(made.history.text, this.state.definition);
      this.change({ history: made.history, definition, selection: made.selection });
    }
  }

  private change(changed: Partial<Editing>): void {
    const next = { ...this.state, ...changed };
    if (next.history.text !== this.state.history.text && next.saving.kind !== "conflict") {
      const saving: Saving = next.history.text === next.base.text ? { kind: "saved" } : { kind: "unsaved" };
      next.saving = this.state.saving.kind === "saving" ? this.state.saving : saving;
    }
    this.set(next);
  }

  private set(next: Editing): void {
    this.state = next;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

/** Edits one after the other, as one edit of the first text. */
export function chain(
  definition: Definition,
  makes: readonly ((definition: Definition) => EditResult)[],
): EditResult {
  let last: EditResult | undefined;
  let current = definition;
  const [dangling, dropped, alsoAt]: [string[], string[], string[]] = [[], [], []];
  for (const make of makes) {
    last = make(current);
    if (!last.ok) {
      return last;
    }
    current = last.after;
    dangling.push(...last.dangling);
    dropped.push(...last.dropped);
    alsoAt.push(...last.alsoAt);
  }
  const isChanged = current.text !== definition.text;
  return {
    ok: true,
    edits: isChanged ? [changeOf(definition.text, current.text)] : [],
    selection: last?.ok === true ? last.selection : "",
    dangling,
    dropped,
    alsoAt,
    after: current,
  };
}

/** The task that a selection means: itself, or the one around a place in its text. */
export function selectedTask(definition: Definition, selection: string) {
  let reference = selection;
  while (reference !== "") {
    const task = findTask(definition, reference);
    if (task !== undefined) {
      return task;
    }
    reference = reference.slice(0, Math.max(0, reference.lastIndexOf("/")));
  }
  return undefined;
}
