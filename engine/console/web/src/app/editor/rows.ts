/** The outline: the nested lists of a definition as rows of a tree. Pure. */
import type { Definition, Task, TaskList } from "../../definition";
import { isSameStep } from "./same";

/** One row: a step, or a list of a step that has several or is empty. */
export type OutlineRow =
  | {
      readonly kind: "task";
      readonly id: string;
      readonly level: number;
      readonly task: Task;
      readonly hasRows: boolean;
    }
  | {
      readonly kind: "list";
      readonly id: string;
      readonly level: number;
      readonly list: TaskList;
      readonly hasRows: boolean;
    };

/** All rows that are not inside of something folded. */
export function rowsOf(definition: Definition, folded: ReadonlySet<string>): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const addList = (list: TaskList, level: number, isNamed: boolean): void => {
    const isOwnRow = isNamed || list.tasks.length === 0;
    if (isOwnRow) {
      rows.push({ kind: "list", id: list.reference, level, list, hasRows: list.tasks.length > 0 });
    }
    if (!folded.has(list.reference)) {
      list.tasks.forEach((task) => addTask(task, isOwnRow ? level + 1 : level));
    }
  };
  const addTask = (task: Task, level: number): void => {
    const hasRows = task.lists.length > 0;
    rows.push({ kind: "task", id: task.reference, level, task, hasRows });
    if (!folded.has(task.reference)) {
      task.lists.forEach((list) => addList(list, level + 1, task.lists.length > 1));
    }
  };
  addList(definition.tasks, 1, false);
  return rows;
}

/** Whether two rows are shown alike. */
export function isSameRow(one: OutlineRow, other: OutlineRow): boolean {
  if (one.id !== other.id || one.level !== other.level || one.hasRows !== other.hasRows) {
    return false;
  }
  return one.kind === "task"
    ? other.kind === "task" && isSameStep(one.task, other.task)
    : other.kind === "list" && one.list.slot === other.list.slot;
}

/** The row around a row. */
export function rowAround(rows: readonly OutlineRow[], at: number): number {
  const level = rows[at]?.level ?? 1;
  for (let index = at - 1; index >= 0; index -= 1) {
    if ((rows[index]?.level ?? 0) < level) {
      return index;
    }
  }
  return at;
}
