/**
 * A definition in plain language: what it needs, what it does step by step, what it touches with which data, how it
 * fails, what it gives. Made from the model and from facts; every sentence has its key, so that tests can name it.
 */
import { EXPLAIN_WORDS, fill, listed } from "./explain-words";
import type { WordKey, Words } from "./explain-words";
import { explainSteps } from "./explain-steps";
import { spaced, valueInWords } from "./explain-values";
import { memberSchema, schemaType } from "./infer";
import { allTasks, findList, findTask } from "./model";
import type { Definition, Task } from "./model";
import { isMapping } from "./render";
import type { Facts, OperationFacts } from "./shapes";
import type { Data } from "./tree";

/** One sentence and the task that it is about. */
export interface Sentence {
  readonly key: WordKey;
  readonly text: string;
  readonly reference: string | undefined;
}

/** A task in sentences. */
export interface ExplainedStep {
  readonly reference: string;
  /** `2.1`. */
  readonly number: string;
  readonly depth: number;
  readonly sentences: readonly Sentence[];
}

/** A definition in sentences. */
export interface Explanation {
  readonly about: readonly Sentence[];
  readonly needs: readonly Sentence[];
  readonly steps: readonly ExplainedStep[];
  readonly touches: readonly Sentence[];
  readonly decisions: readonly Sentence[];
  readonly failures: readonly Sentence[];
  readonly gives: readonly Sentence[];
}

/** Makes sentences of one table. */
export class Speaker {
  readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  say(key: WordKey, values: Readonly<Record<string, string | number>> = {}, reference?: string): Sentence {
    return { key, text: fill(this.words, key, values), reference };
  }
}

/** Explains a definition. */
export function explain(definition: Definition, facts: Facts, words: Words = EXPLAIN_WORDS): Explanation {
  const speaker = new Speaker(words);
  return {
    about: about(definition, speaker),
    needs: needs(definition, speaker),
    steps: explainSteps(definition, facts, speaker),
    touches: touches(definition, facts, speaker),
    decisions: decisions(definition, facts, speaker),
    failures: failures(definition, facts, speaker),
    gives: gives(definition, speaker),
  };
}

function about({ header }: Definition, speaker: Speaker): Sentence[] {
  const { title, name = "", namespace = "", version = "", summary } = header;
  const sentences = [speaker.say("about.title", { title: title ?? name, version, namespace, name })];
  return summary === undefined ? sentences : [...sentences, speaker.say("about.summary", { summary })];
}

function needs(definition: Definition, speaker: Speaker): Sentence[] {
  const { inputSchema, settings } = definition;
  const properties = isMapping(inputSchema) ? inputSchema["properties"] : undefined;
  const fields = isMapping(properties) ? Object.keys(properties) : [];
  const sentences = fields.map((name) => {
    const member = memberSchema(isMapping(inputSchema) ? inputSchema : undefined, name);
    const type = schemaType(member.schema);
    const title = member.schema?.["title"];
    return speaker.say("needs.field", {
      field: typeof title === "string" ? title : spaced(name),
      type: type === undefined ? "" : fill(speaker.words, "type.of", { type }),
      optional: member.mayLack ? fill(speaker.words, "optional.yes") : "",
    });
  });
  const given = isMapping(settings) ? settings["properties"] : undefined;
  const tuned = Object.entries(isMapping(given) ? given : {}).map(([name, schema]) => {
    const title = isMapping(schema) && typeof schema["title"] === "string" ? schema["title"] : spaced(name);
    const value = valueInWords(speaker.words, isMapping(schema) ? schema["default"] : undefined);
    return speaker.say("setting.field", { field: title, value });
  });
  return [...(sentences.length === 0 ? [speaker.say("needs.nothing")] : sentences), ...tuned];
}

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

function touches(definition: Definition, facts: Facts, speaker: Speaker): Sentence[] {
  const found = new Map<
    string,
    {
      effect: "read" | "write";
      integration: string;
      titles: Set<string>;
      labels: Set<string>;
      reference: string;
    }
  >();
  const others: Sentence[] = [];
  for (const task of allTasks(definition)) {
    const { detail } = task;
    if (detail.kind === "call" && detail.form === "operation") {
      const known = operationOf(task, facts);
      const effect = known?.effect ?? "write";
      const integration = integrationTitle(task, facts);
      const key = `${effect} ${integration}`;
      const entry = found.get(key) ?? {
        effect,
        integration,
        titles: new Set<string>(),
        labels: new Set<string>(),
        reference: task.reference,
      };
      entry.titles.add(callTitle(task, facts));
      known?.labels?.forEach((label) => entry.labels.add(label));
      found.set(key, entry);
    }
    const other = otherTouch(task, speaker);
    if (other !== undefined && !others.some(({ text }) => text === other.text)) others.push(other);
  }
  const sentences = [...found.values()].map(({ effect, integration, titles, labels, reference }) => {
    const of =
      labels.size === 0
        ? ""
        : fill(speaker.words, "labels.of", { labels: listed(speaker.words, [...labels]) });
    const values = { integration, operations: listed(speaker.words, [...titles]), labels: of };
    return speaker.say(effect === "read" ? "touches.read" : "touches.write", values, reference);
  });
  const all = [...sentences, ...others];
  return all.length === 0 ? [speaker.say("touches.nothing")] : all;
}

function otherTouch({ detail, reference }: Task, speaker: Speaker): Sentence | undefined {
  if (detail.kind === "call" && detail.form === "http" && isMapping(detail.with)) {
    return speaker.say("touches.http", { endpoint: endpointOf(detail.with, speaker) }, reference);
  }
  if (detail.kind === "emit") return speaker.say("touches.events", { type: detail.type ?? "?" }, reference);
  if (detail.kind === "run" && detail.what === "workflow") {
    return speaker.say("touches.workflow", { workflow: workflowName(detail.run) }, reference);
  }
  return undefined;
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

function decisions(definition: Definition, facts: Facts, speaker: Speaker): Sentence[] {
  const found = new Map<string, Sentence>();
  for (const task of allTasks(definition)) {
    const known = operationOf(task, facts);
    if (known?.decision === undefined || found.has(known.call)) continue;
    found.set(
      known.call,
      speaker.say(`decision.${known.decision}`, { title: callTitle(task, facts) }, task.reference),
    );
  }
  return [...found.values()];
}

/** The `try` whose errors are caught where this task is. */
function catcherOf(definition: Definition, task: Task): Task | undefined {
  let list = findList(definition, task.list);
  while (list?.owner !== undefined) {
    const owner = findTask(definition, list.owner);
    if (owner === undefined) return undefined;
    if (owner.kind === "try" && list.slot === "try") return owner;
    list = findList(definition, owner.list);
  }
  return undefined;
}

function failures(definition: Definition, facts: Facts, speaker: Speaker): Sentence[] {
  const sentences: Sentence[] = [];
  if (definition.inputSchema !== undefined) sentences.push(speaker.say("fails.input"));
  for (const task of allTasks(definition)) {
    const { detail, reference } = task;
    if (detail.kind === "raise") {
      const { title, status } = raised(detail.error, speaker);
      sentences.push(speaker.say("fails.raise", { title, status, name: task.name }, reference));
    }
    if (detail.kind !== "call") continue;
    const title = callTitle(task, facts);
    const catcher = catcherOf(definition, task);
    if (catcher === undefined) sentences.push(speaker.say("fails.call", { title }, reference));
    else {
      const errors = errorsInWords(catcher, speaker);
      const some = errors === "" ? "" : fill(speaker.words, "fails.caught.errors", { errors });
      sentences.push(
        speaker.say("fails.call.caught", { title, block: catcher.name, errors: some }, reference),
      );
    }
    if (operationOf(task, facts)?.effect === "write")
      sentences.push(speaker.say("fails.write", { title }, reference));
  }
  return sentences.length === 0 ? [speaker.say("fails.never")] : sentences;
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

function gives(definition: Definition, speaker: Speaker): Sentence[] {
  const as = isMapping(definition.output) ? definition.output["as"] : undefined;
  if (as !== undefined)
    return [speaker.say("gives.output", { value: valueInWords(speaker.words, as, true) })];
  const { tasks } = definition.tasks;
  const ends = tasks.filter((task, at) => task.then?.value === "end" || at === tasks.length - 1);
  return ends
    .filter(({ kind }) => kind !== "raise")
    .map((task) => speaker.say("gives.task", { name: task.name }, task.reference));
}
