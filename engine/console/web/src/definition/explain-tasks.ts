/** Names and phrases of single tasks for explanations: what a call calls, which errors are caught or raised. */
import { spaced, valueInWords } from "./explain-values";
import { fill, listed } from "./explain-words";
import type { Task } from "./model";
import { isMapping } from "./render";
import type { Facts, OperationFacts } from "./shapes";
import type { Speaker } from "./speaker";
import type { Data } from "./tree";

/** The operation of a call, as far as it is known. */
export function operationOf(task: Task, facts: Facts): OperationFacts | undefined {
  return task.detail.kind === "call" ? facts.operations?.get(task.detail.target) : undefined;
}

/** The name of what a call calls. */
export function callTitle(task: Task, facts: Facts): string {
  if (task.detail.kind !== "call") return task.name;
  const { operation, target } = task.detail;
  return operationOf(task, facts)?.title ?? (operation === undefined ? target : spaced(operation.operation));
}

/** The title of the integration of a call. */
export function integrationTitle(task: Task, facts: Facts): string {
  const name = task.detail.kind === "call" ? task.detail.operation?.integration : undefined;
  return operationOf(task, facts)?.integrationTitle ?? spaced(name ?? "");
}

/** The address of an HTTP call. */
export function endpointOf(with_: { readonly [key: string]: Data }, speaker: Speaker): string {
  const endpoint = with_["endpoint"];
  const address = isMapping(endpoint) ? endpoint["uri"] : endpoint;
  return typeof address === "string" && !address.trim().startsWith("${")
    ? address
    : valueInWords(speaker.words, address);
}

/** The name of the workflow that `run` starts. */
export function workflowName(run: Data | undefined): string {
  const workflow = isMapping(run) ? run["workflow"] : undefined;
  if (!isMapping(workflow)) return "?";
  const text = (key: string): string => (typeof workflow[key] === "string" ? workflow[key] : "?");
  return `${text("namespace")}/${text("name")}`;
}

/** The title and status of a raised error. */
export function raised(error: Data | undefined, speaker: Speaker): { title: string; status: string } {
  if (!isMapping(error)) return { title: typeof error === "string" ? error : "?", status: "" };
  const title = valueInWords(speaker.words, error["title"] ?? error["type"]);
  const status = error["status"];
  return {
    title,
    status:
      status === undefined
        ? ""
        : fill(speaker.words, "status.of", { status: valueInWords(speaker.words, status) }),
  };
}

/** The errors that a `try` catches: "status 404". Empty for all. */
export function errorsInWords(task: Task, speaker: Speaker): string {
  const errors =
    task.detail.kind === "try" && isMapping(task.detail.errors) ? task.detail.errors["with"] : undefined;
  if (!isMapping(errors)) return "";
  return listed(
    speaker.words,
    Object.entries(errors).map(([key, value]) => `${key} ${valueInWords(speaker.words, value)}`),
  );
}
