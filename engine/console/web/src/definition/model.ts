/**
 * A definition of the Open Workflow DSL 1.0.3 as types: what diagram, forms and explanations read. Every task has the
 * reference that the engine uses and its places in the text. What cannot be read is kept as opaque tasks.
 */
import type { Data, SyntaxProblem, Tree } from "./tree";
import type { Range } from "./text";

/** The kinds of tasks. `unknown` has no key that this version knows; `unreadable` is no task yet. */
export const TASK_KINDS = [
  "call",
  "do",
  "emit",
  "for",
  "fork",
  "listen",
  "raise",
  "run",
  "set",
  "switch",
  "try",
  "wait",
] as const;

/** The kind of a task. */
export type TaskKind = (typeof TASK_KINDS)[number] | "unknown" | "unreadable";

/** The keys that every task may have. */
export const COMMON_KEYS = ["if", "input", "output", "export", "timeout", "then", "metadata"] as const;

/** Where a list of tasks is in its task. `tasks` is the `do` of the definition itself. */
export type Slot = "tasks" | "do" | "try" | "catch" | "branches" | "foreach";

/** A text value and its place. */
export interface Placed {
  readonly value: string;
  readonly range: Range;
  /** JSON pointer. */
  readonly pointer: string;
}

/** One case of a `switch`. */
export interface SwitchCase {
  readonly reference: string;
  readonly name: string;
  readonly when: Placed | undefined;
  readonly then: Placed | undefined;
  readonly range: Range;
}

/** The form of a `call`: an operation of an integration, a protocol, or a function of another kind. */
export type CallForm = "operation" | "http" | "openapi" | "grpc" | "asyncapi" | "mcp" | "a2a" | "function";

/** `<integration>.<operation>:<version>@default`. */
export interface OperationName {
  readonly integration: string;
  readonly operation: string;
  readonly version: string;
}

/** What a task does, by its kind. */
export type Detail =
  | {
      readonly kind: "call";
      readonly target: string;
      readonly form: CallForm;
      readonly operation: OperationName | undefined;
      readonly with: Data | undefined;
    }
  | { readonly kind: "do" }
  | { readonly kind: "emit"; readonly type: string | undefined; readonly with: Data | undefined }
  | {
      readonly kind: "for";
      readonly each: string;
      readonly at: string;
      readonly in: string | undefined;
      readonly while: string | undefined;
    }
  | { readonly kind: "fork"; readonly isCompeting: boolean }
  | {
      readonly kind: "listen";
      readonly mode: "one" | "any" | "all" | undefined;
      readonly types: readonly string[];
      readonly read: string;
      readonly item: string;
      readonly hasForeach: boolean;
    }
  | { readonly kind: "raise"; readonly error: Data | undefined }
  | { readonly kind: "run"; readonly what: string; readonly run: Data | undefined }
  | { readonly kind: "set"; readonly set: Data | undefined }
  | { readonly kind: "switch"; readonly cases: readonly SwitchCase[] }
  | {
      readonly kind: "try";
      readonly errors: Data | undefined;
      readonly as: string;
      readonly when: string | undefined;
      readonly exceptWhen: string | undefined;
      readonly retry: Data | undefined;
      readonly then: Placed | undefined;
      readonly hasCatch: boolean;
    }
  | { readonly kind: "wait"; readonly duration: Data | undefined }
  | { readonly kind: "unknown"; readonly keyword: string; readonly value: Data | undefined }
  | { readonly kind: "unreadable"; readonly source: string };

/** Tasks in order. */
export interface TaskList {
  /** JSON pointer: `/do`, `/do/0/loop/do`, `/do/2/all/fork/branches`. */
  readonly reference: string;
  readonly slot: Slot;
  readonly tasks: readonly Task[];
  /** The task that has this list. */
  readonly owner: string | undefined;
}

/** One task. */
export interface Task {
  /** JSON pointer, as the engine writes it: `/do/0/find`. */
  readonly reference: string;
  readonly name: string;
  readonly kind: TaskKind;
  readonly detail: Detail;
  /** The list that has it, and its place there. */
  readonly list: string;
  readonly index: number;
  /** The whole item of the list. */
  readonly range: Range;
  readonly nameRange: Range;
  readonly bodyRange: Range;
  readonly if: Placed | undefined;
  readonly then: Placed | undefined;
  readonly input: Data | undefined;
  readonly output: Data | undefined;
  readonly export: Data | undefined;
  readonly timeout: Data | undefined;
  readonly metadata: Data | undefined;
  /** Keys that neither all tasks nor this kind have. They are kept, and shown. */
  readonly otherKeys: readonly string[];
  /** The lists directly inside. */
  readonly lists: readonly TaskList[];
}

/** What stands at the top of a definition. */
export interface Header {
  readonly dsl: string | undefined;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly tags: Data | undefined;
  readonly metadata: Data | undefined;
}

/** A definition as it can be read, however broken its text is. */
export interface Definition {
  readonly text: string;
  readonly tree: Tree;
  readonly problems: readonly SyntaxProblem[];
  readonly header: Header;
  readonly inputSchema: Data | undefined;
  readonly outputSchema: Data | undefined;
  readonly settings: Data | undefined;
  readonly input: Data | undefined;
  readonly output: Data | undefined;
  readonly timeout: Data | undefined;
  readonly schedule: Data | undefined;
  readonly secrets: readonly string[];
  readonly use: Data | undefined;
  /** The tasks of the definition. */
  readonly tasks: TaskList;
  /** The functions under `use.functions`. */
  readonly functions: readonly Task[];
  /** Keys at the top that this version does not know. */
  readonly otherKeys: readonly string[];
}

/** Calls `visit` for every task, in the order of the text. */
export function eachTask(definition: Definition, visit: (task: Task, list: TaskList) => void): void {
  const walk = (list: TaskList): void => {
    for (const task of list.tasks) {
      visit(task, list);
      task.lists.forEach(walk);
    }
  };
  walk(definition.tasks);
  for (const task of definition.functions) task.lists.forEach(walk);
}

/** All tasks, in the order of the text. */
export function allTasks(definition: Definition): Task[] {
  const tasks: Task[] = [];
  eachTask(definition, (task) => tasks.push(task));
  return tasks;
}

/** All lists of tasks, in the order of the text. */
export function allLists(definition: Definition): TaskList[] {
  const inside = (list: TaskList): TaskList[] => [
    list,
    ...list.tasks.flatMap((task) => task.lists.flatMap(inside)),
  ];
  return [...inside(definition.tasks), ...definition.functions.flatMap((task) => task.lists.flatMap(inside))];
}

/** The tasks of definitions by reference. Definitions never change, so this is made once for each. */
const tasksOf = new WeakMap<Definition, ReadonlyMap<string, Task>>();

/** The task with this reference. */
export function findTask(definition: Definition, reference: string): Task | undefined {
  let known = tasksOf.get(definition);
  if (known === undefined) {
    known = new Map(
      allTasks(definition)
        .map((task) => [task.reference, task] as const)
        .reverse(),
    );
    tasksOf.set(definition, known);
  }
  return known.get(reference);
}

/** The list with this reference. */
export function findList(definition: Definition, reference: string): TaskList | undefined {
  return allLists(definition).find((list) => list.reference === reference);
}

/** The innermost task at a place of the text. */
export function taskAt(definition: Definition, place: number): Task | undefined {
  let found: Task | undefined;
  eachTask(definition, (task) => {
    if (task.range.from <= place && place <= task.range.to) found = task;
  });
  return found;
}
