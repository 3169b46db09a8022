/** What is known beside the definition: operations with their schemas, and the values of the last try. Pure. */
import type { Trace, TracedTask } from "@towpath/client";

import {
  eachTask,
  type Data,
  type Definition,
  type Facts,
  type OperationFacts,
  type TaskList,
  type TaskSample,
} from "../../definition";
import type { Standing } from "../../parts/operations/standing";
import type { Operation } from "../../parts/operations/useOperations";

const DECISIONS: Readonly<Record<Standing, NonNullable<OperationFacts["decision"]>>> = {
  allowed: "allowed",
  atRunTime: "atRunTime",
  needsApproval: "needsApproval",
  held: "held",
  refused: "refused",
};

/** What the definition library wants to know of operations. */
export function operationFacts(operations: readonly Operation[]): ReadonlyMap<string, OperationFacts> {
  return new Map(
    operations.map((one): [string, OperationFacts] => [
      one.call,
      {
        call: one.call,
        title: one.title,
        owner: one.owner,
        effect: one.effect,
        labels: one.labels,
        ...known("input", one.input),
        ...known("output", one.output),
        ...known("example", one.example),
        ...(one.stands === undefined ? {} : { decision: DECISIONS[one.stands.standing] }),
      },
    ]),
  );
}

function known<K extends string>(name: K, value: unknown): { [name in K]?: Data } {
  return value === undefined || value === null ? {} : ({ [name]: value as Data } as { [name in K]?: Data });
}

/**
 * The values of each task in the last try, by its reference now. Tasks may have moved since: a name that is there once
 * is still the same task.
 */
export function samplesOf(definition: Definition, trace: Trace | undefined): ReadonlyMap<string, TaskSample> {
  const found = new Map<string, TaskSample>();
  if (trace === undefined) {
    return found;
  }
  const last = lastOfEach(trace.tasks);
  const byName = new Map<string, TracedTask[]>();
  for (const task of last.values()) {
    byName.set(task.name, [...(byName.get(task.name) ?? []), task]);
  }
  let context: Data | undefined;
  eachTask(definition, (task, list) => {
    const same = last.get(task.reference);
    const named = byName.get(task.name);
    const traced = same ?? (named?.length === 1 ? named[0] : undefined);
    if (traced !== undefined) {
      found.set(task.reference, {
        ...known("input", shown(traced.input)),
        ...known("output", shown(traced.output)),
        ...known("context", context),
      });
      context = (shown(traced.exported) as Data | undefined) ?? context;
    } else {
      // A step that is newer than the try gets what the one before it gave.
      const before = beforeOf(list, task.index);
      const input = before === undefined ? undefined : found.get(before)?.output;
      found.set(task.reference, { ...known("input", input), ...known("context", context) });
    }
  });
  return found;
}

/** The step above in the same list. */
function beforeOf(list: TaskList, index: number): string | undefined {
  return list.slot === "branches" ? undefined : list.tasks[index - 1]?.reference;
}

/** The last execution of each task: later passes and attempts replace earlier ones. */
export function lastOfEach(tasks: readonly TracedTask[]): ReadonlyMap<string, TracedTask> {
  return new Map(tasks.map((task) => [task.reference, task]));
}

/** A value without what this reader may not see and what was too large. */
export function shown(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shown).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if ("$masked" in value || "$cut" in value) {
    return undefined;
  }
  const members = Object.entries(value).map(([name, member]) => [name, shown(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}

/** All facts. */
export function factsOf(
  definition: Definition,
  operations: ReadonlyMap<string, OperationFacts>,
  trace: Trace | undefined,
  input: unknown,
): Facts {
  return {
    operations,
    samples: samplesOf(definition, trace),
    ...known("input", input),
  };
}
