/**
 * A definition in plain language: what it needs, what it does step by step, what it touches with which data, how it
 * fails, what it gives. Made from the model and from facts; every sentence has its key, so that tests can name it.
 */
import {
  callTitle,
  endpointOf,
  errorsInWords,
  integrationTitle,
  operationOf,
  raised,
  workflowName,
} from "./explain-tasks";
import { EXPLAIN_WORDS, fill, listed } from "./explain-words";
import type { Words } from "./explain-words";
import { explainSteps } from "./explain-steps";
import { Speaker } from "./speaker";
import type { ExplainedStep, Sentence } from "./speaker";
import { spaced, valueInWords } from "./explain-values";
import { memberSchema, schemaType } from "./infer";
import { allTasks, findList, findTask } from "./model";
import type { Definition, Task } from "./model";
import { isMapping } from "./render";
import type { Facts } from "./shapes";

export type { ExplainedStep, Sentence } from "./speaker";

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
    const values = {
      integration,
      operations: listed(
        speaker.words,
        [...titles].map((title) => `“${title}”`),
      ),
      labels: of,
    };
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
