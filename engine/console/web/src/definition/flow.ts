/** Where the flow goes after each task of a list, and which tasks of a list stand side by side as branches. */
import type { Task, TaskList } from "./model";

/** Where a step leads: a task of the same list, behind the list, out of it by `exit`, to the end, or to no task. */
export type Target = number | "after" | "exit" | "end" | "nowhere";

/** A way out of a task. */
export interface Way {
  readonly target: Target;
  readonly kind: "next" | "case" | "then" | "error" | "skip";
  /** The name of the case, for a `case`. */
  readonly label: string;
  /** The index of the case. */
  readonly index: number;
}

/** The places of the names of a list. Lists never change, so this is made once. */
const placesOf = new WeakMap<TaskList, ReadonlyMap<string, number>>();

function placeOf(list: TaskList, name: string): number | undefined {
  let places = placesOf.get(list);
  if (places === undefined) {
    places = new Map(list.tasks.map((task, at) => [task.name, at] as const).reverse());
    placesOf.set(list, places);
  }
  return places.get(name);
}

/** The target of a `then`. */
export function targetOf(list: TaskList, index: number, then: string | undefined): Target {
  const next = index + 1 < list.tasks.length ? index + 1 : "after";
  if (then === undefined || then === "continue") return list.slot === "branches" ? "after" : next;
  if (then === "exit" || then === "end") return then;
  return list.slot === "branches" ? "nowhere" : (placeOf(list, then) ?? "nowhere");
}

/** All ways out of a task. */
export function waysOf(list: TaskList, task: Task): Way[] {
  const to = (then: string | undefined): Target => targetOf(list, task.index, then);
  const own: Way = {
    target: to(task.then?.value),
    kind: task.then === undefined || task.then.value === "continue" ? "next" : "then",
    label: "",
    index: 0,
  };
  const { detail } = task;
  const ways: Way[] = [];
  if (detail.kind === "switch") {
    detail.cases.forEach(({ name, then }, index) => {
      ways.push({ target: to(then?.value), kind: "case", label: name, index });
    });
    if (detail.cases.every(({ when }) => when !== undefined))
      ways.push({ ...own, index: detail.cases.length });
  } else if (detail.kind !== "raise") {
    ways.push(own);
  }
  if (detail.kind === "try" && detail.then !== undefined) {
    const caught = to(detail.then.value);
    if (caught !== own.target) ways.push({ target: caught, kind: "error", label: "", index: 0 });
  }
  if (task.if !== undefined && ways.every(({ target }) => target !== to(undefined))) {
    ways.push({ target: to(undefined), kind: "skip", label: "", index: 0 });
  }
  return ways;
}

/** A branch of a `switch`: the tasks `from..to` of its list, or only an end. */
export interface Branch {
  readonly from: number;
  readonly to: number;
  readonly terminal: "end" | "exit" | undefined;
}

/** The branches that stand side by side below a `switch`, and the index of the task where they meet again. */
export interface Branches {
  readonly branches: readonly Branch[];
  readonly join: number;
}

/** The branches of a `switch` among the tasks before `end`. `undefined` if there is nothing to put side by side. */
export function branchesOf(list: TaskList, at: number, end: number): Branches | undefined {
  const task = list.tasks[at];
  if (task?.detail.kind !== "switch" || list.slot === "branches") return undefined;
  const ways = waysOf(list, task);
  const isAhead = (target: Target): target is number =>
    typeof target === "number" && target > at && target < end;
  const heads = [...new Set(ways.map(({ target }) => target).filter(isAhead))].sort((a, b) => a - b);
  const terminals = [...new Set(ways.map(({ target }) => target))].filter(
    (one) => one === "end" || one === "exit",
  );
  const [first] = heads;
  if (first === undefined || first !== at + 1) return undefined;
  const found = segments(list, heads, end);
  const branches = [
    ...found.segments.map(([from, to]) => ({ from, to, terminal: undefined })),
    ...terminals.map((terminal) => ({ from: found.join, to: found.join, terminal })),
  ];
  return branches.length < 2 ? undefined : { branches, join: found.join };
}

/** The tasks of each branch: from its head to the next head, until one goes on into the next. */
function segments(
  list: TaskList,
  heads: readonly number[],
  end: number,
): { segments: [number, number][]; join: number } {
  const found: [number, number][] = [];
  for (const [order, from] of heads.entries()) {
    const next = heads[order + 1];
    if (next === undefined) {
      const join = joinOf(list, found, from, end);
      found.push([from, join]);
      return { segments: found, join };
    }
    found.push([from, next]);
    if (fallsThrough(list, next - 1)) return { segments: found, join: next };
  }
  return { segments: found, join: end };
}

/** Whether a task goes on to the next one. */
function fallsThrough(list: TaskList, index: number): boolean {
  const task = list.tasks[index];
  return task !== undefined && waysOf(list, task).some(({ target }) => target === index + 1);
}

/** Where the last branch ends: at the first task behind its head that an earlier branch leads to. */
function joinOf(list: TaskList, before: readonly [number, number][], head: number, end: number): number {
  const targets = before.flatMap(([from, to]) =>
    list.tasks.slice(from, to).flatMap((task) => waysOf(list, task).map(({ target }) => target)),
  );
  const joins = targets.filter((target): target is number => typeof target === "number" && target > head);
  return Math.min(end, ...joins);
}
