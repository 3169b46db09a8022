/** Steps as people see them: what each is called, where it can lead, which can be added. Pure. */
import type { callName } from "../../definition";
import { findList, type Definition, type OperationFacts, type Task, type TaskKind } from "../../definition";
import type { IconName } from "../../parts/icon/Icon";
import { editor as words } from "../../words/editor";

/** The icon of each kind. */
export const KIND_ICONS: Readonly<Record<TaskKind, IconName>> = {
  call: "integrations",
  do: "workflows",
  emit: "outside",
  for: "undo",
  fork: "estate",
  listen: "inbox",
  raise: "alert",
  run: "runs",
  set: "edit",
  switch: "filter",
  try: "policies",
  wait: "wait",
  unknown: "info",
  unreadable: "alert",
};

/** What a kind is called; a kind of a newer version by its own name. */
export function kindName(task: Task): string {
  if (task.detail.kind === "unknown" && task.detail.keyword !== "") {
    return task.detail.keyword;
  }
  return words.kinds[task.kind].name;
}

/** One line about what a task does. */
export function summaryOf(task: Task, operations: ReadonlyMap<string, OperationFacts> | undefined): string {
  const { detail } = task;
  switch (detail.kind) {
    case "call": {
      const known = operations?.get(detail.target);
      if (known !== undefined) {
        return known.title;
      }
      const { operation } = detail;
      return operation === undefined ? detail.target : `${operation.integration}.${operation.operation}`;
    }
    case "switch":
      return words.summaries.cases(detail.cases.map(({ name }) => name).join(", "));
    case "for":
      return words.summaries.each(detail.in ?? "");
    case "try":
      return words.summaries.tries;
    case "set": {
      const names = typeof detail.set === "object" && detail.set !== null ? Object.keys(detail.set) : [];
      return names.join(", ");
    }
    case "emit":
      return detail.type ?? "";
    case "listen":
      return detail.types.join(", ");
    case "run":
      return detail.what;
    case "raise": {
      const error = detail.error;
      const title = typeof error === "object" && error !== null && "title" in error ? error["title"] : error;
      return typeof title === "string" ? title : "";
    }
    case "wait":
      return typeof detail.duration === "string" ? detail.duration : durationText(detail.duration);
    case "fork":
      return detail.isCompeting ? words.summaries.race : words.summaries.together;
    case "unknown":
      return words.summaries.unknown;
    default:
      return "";
  }
}

/** A duration of the DSL in words. */
export function durationText(duration: unknown): string {
  if (typeof duration !== "object" || duration === null) {
    return "";
  }
  return Object.entries(duration)
    .map(([unit, count]) => `${String(count)} ${unit}`)
    .join(" ");
}

/** Where a `then` may lead: the other tasks of the list, and its ends. */
export function targetsOf(
  definition: Definition,
  list: string,
  except: string,
): { value: string; label: string }[] {
  const found = findList(definition, list);
  const isTop = found?.slot === "tasks";
  return [
    { value: "continue", label: words.then.next },
    ...(found?.tasks ?? [])
      .filter(({ name }) => name !== except)
      .map(({ name }) => ({ value: name, label: words.then.task(name) })),
    ...(isTop ? [] : [{ value: "exit", label: words.then.exit }]),
    { value: "end", label: words.then.end },
  ];
}

/** The name that a call of an operation gets: `find-order` becomes `findOrder`. */
export function stepName(operation: string): string {
  return operation.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The parts of a call's name. */
export function operationParts(call: string): Parameters<typeof callName>[0] | undefined {
  const [, integration, operation, version] = /^([^.]+)\.([^:]+):([^@]+)@/.exec(call) ?? [];
  return integration === undefined || operation === undefined || version === undefined
    ? undefined
    : { integration, operation, version };
}
