/** The steps of a definition in plain language. */
import {
  callTitle,
  endpointOf,
  errorsInWords,
  integrationTitle,
  operationOf,
  raised,
  workflowName,
} from "./explain-tasks";
import type { ExplainedStep, Sentence, Speaker } from "./speaker";
import { conditionInWords, spaced, valueInWords } from "./explain-values";
import { fill, listed } from "./explain-words";
import type { Definition, Task, TaskList } from "./model";
import { isMapping } from "./render";
import type { Facts } from "./shapes";
import type { Data } from "./tree";

/** Explains every task, in the order of the text. */
export function explainSteps(definition: Definition, facts: Facts, speaker: Speaker): ExplainedStep[] {
  const steps: ExplainedStep[] = [];
  const walk = (list: TaskList, above: string, depth: number): void => {
    for (const [index, task] of list.tasks.entries()) {
      const number = `${above}${index + 1}`;
      const [first, ...others] = task.lists;
      const own = sentencesOf(task, facts, speaker);
      steps.push({ reference: task.reference, number, depth, sentences: own });
      if (first !== undefined) walk(first, `${number}.`, depth + 1);
      for (const [at, other] of others.entries()) {
        const sentences = other.slot === "catch" ? caught(task, speaker) : [];
        if (sentences.length > 0)
          steps.push({ reference: other.reference, number: `${number}${"ab"[at] ?? ""}`, depth, sentences });
        walk(other, `${number}${"ab"[at] ?? ""}.`, depth + 1);
      }
    }
  };
  walk(definition.tasks, "", 0);
  return steps;
}

function sentencesOf(task: Task, facts: Facts, speaker: Speaker): Sentence[] {
  const { words } = speaker;
  const before =
    task.if === undefined
      ? []
      : [speaker.say("step.if", { condition: conditionInWords(words, task.if.value) }, task.reference)];
  return [...before, ...mainSentences(task, facts, speaker), ...thenSentence(task, speaker)];
}

function thenSentence(task: Task, speaker: Speaker): Sentence[] {
  const then = task.then?.value;
  if (then === undefined || then === "continue" || task.kind === "switch" || task.kind === "raise") return [];
  if (then === "end") return [speaker.say("step.then.end", {}, task.reference)];
  if (then === "exit") return [speaker.say("step.then.exit", {}, task.reference)];
  return [speaker.say("step.then.task", { target: then }, task.reference)];
}

function target(then: string | undefined, speaker: Speaker): string {
  switch (then) {
    case "end":
      return fill(speaker.words, "target.end");
    case "exit":
      return fill(speaker.words, "target.exit");
    case undefined:
    case "continue":
      return fill(speaker.words, "target.continue");
    default:
      return fill(speaker.words, "target.task", { name: then });
  }
}

function mainSentences(task: Task, facts: Facts, speaker: Speaker): Sentence[] {
  const { detail, name, reference } = task;
  const { words } = speaker;
  const say: Speaker["say"] = (key, values) => speaker.say(key, { name, ...values }, reference);
  switch (detail.kind) {
    case "call":
      return [callSentence(task, facts, speaker)];
    case "set":
      return isMapping(detail.set)
        ? [say("step.set", { fields: listed(words, Object.keys(detail.set).map(spaced)) })]
        : [say("step.set.one", { value: valueInWords(words, detail.set) })];
    case "switch":
      return switchSentences(task, speaker);
    case "for": {
      const values = { each: spaced(detail.each), collection: valueInWords(words, detail.in, true) };
      const loop = say("step.for", values);
      return detail.while === undefined
        ? [loop]
        : [loop, say("step.while", { condition: conditionInWords(words, detail.while) })];
    }
    case "fork":
      return [
        say(detail.isCompeting ? "step.fork.first" : "step.fork.all", {
          count: task.lists[0]?.tasks.length ?? 0,
        }),
      ];
    case "do":
      return [say("step.do")];
    case "try":
      return [say("step.try")];
    case "raise":
      return [say("step.raise", raised(detail.error, speaker))];
    case "wait":
      return [say("step.wait", { duration: durationInWords(words, detail.duration) })];
    case "emit":
      return [say("step.emit", { type: detail.type ?? "?" })];
    case "listen": {
      const types = listed(words, detail.types);
      const key = detail.types.length === 0 ? "events.every" : (`events.${detail.mode ?? "any"}` as const);
      return [say("step.listen", { events: fill(words, key, { types }) })];
    }
    case "run":
      if (detail.what !== "workflow") return [say("step.run.other", { what: detail.what })];
      return [say("step.run.workflow", { workflow: workflowName(detail.run) })];
    case "unknown":
      return [say("step.unknown", { keyword: detail.keyword })];
    case "unreadable":
      return [say("step.unreadable", { source: detail.source.trim() })];
  }
}

function durationInWords(words: Speaker["words"], duration: Data | undefined): string {
  if (isMapping(duration))
    return listed(
      words,
      Object.entries(duration).map(([unit, value]) => `${valueInWords(words, value)} ${unit}`),
    );
  return typeof duration === "string" && !duration.includes("${") ? duration : valueInWords(words, duration);
}

function callSentence(task: Task, facts: Facts, speaker: Speaker): Sentence {
  const { detail, name, reference } = task;
  const { words } = speaker;
  if (detail.kind !== "call") return speaker.say("step.do", { name }, reference);
  const with_ = isMapping(detail.with) ? detail.with : {};
  const each = Object.entries(with_).map(([key, value]) =>
    fill(words, "step.argument", { name: spaced(key), value: valueInWords(words, value) }),
  );
  const arguments_ =
    each.length === 0 ? "" : fill(words, "step.arguments", { arguments: listed(words, each) });
  if (detail.form === "http") {
    const method = String(with_["method"] ?? "").toUpperCase();
    return speaker.say("step.call.http", { name, method, endpoint: endpointOf(with_, speaker) }, reference);
  }
  if (detail.form === "openapi") {
    return speaker.say(
      "step.call.openapi",
      { name, operation: String(with_["operationId"] ?? "?") },
      reference,
    );
  }
  if (detail.operation === undefined && operationOf(task, facts) === undefined) {
    return speaker.say(
      "step.call.unknown",
      { name, target: detail.target, arguments: arguments_ },
      reference,
    );
  }
  const values = {
    name,
    title: callTitle(task, facts),
    integration: integrationTitle(task, facts),
    arguments: arguments_,
  };
  return speaker.say("step.call.operation", values, reference);
}

function switchSentences(task: Task, speaker: Speaker): Sentence[] {
  if (task.detail.kind !== "switch") return [];
  const { cases } = task.detail;
  const sentences = cases.map(({ when, then }) =>
    when === undefined
      ? speaker.say("step.case.else", { target: target(then?.value, speaker) }, task.reference)
      : speaker.say(
          "step.case.when",
          { condition: conditionInWords(speaker.words, when.value), target: target(then?.value, speaker) },
          task.reference,
        ),
  );
  const isOpen = cases.every(({ when }) => when !== undefined);
  const open = isOpen
    ? [speaker.say("step.case.none", { target: target(task.then?.value, speaker) }, task.reference)]
    : [];
  return [speaker.say("step.switch", { name: task.name }, task.reference), ...sentences, ...open];
}

/** What a `try` does with errors. */
function caught(task: Task, speaker: Speaker): Sentence[] {
  const { detail, reference } = task;
  if (detail.kind !== "try") return [];
  const { words } = speaker;
  const hasTasks = (task.lists[1]?.tasks.length ?? 0) > 0;
  const retry = retryInWords(detail.retry, speaker);
  const key =
    retry === undefined
      ? hasTasks
        ? "handling.do"
        : "handling.ignore"
      : hasTasks
        ? "handling.retryThenDo"
        : "handling.retry";
  const handling = fill(words, key, { retry: retry ?? "" });
  const errors = errorsInWords(task, speaker);
  const main =
    errors === ""
      ? speaker.say("step.catch.all", { handling }, reference)
      : speaker.say("step.catch.some", { errors, handling }, reference);
  if (detail.when === undefined) return [main];
  return [
    main,
    speaker.say("step.catch.when", { condition: conditionInWords(words, detail.when) }, reference),
  ];
}

function retryInWords(retry: Data | undefined, speaker: Speaker): string | undefined {
  if (retry === undefined || retry === null) return undefined;
  if (typeof retry === "string") return fill(speaker.words, "retry.named", { name: retry });
  const limit = isMapping(retry) ? retry["limit"] : undefined;
  const attempt = isMapping(limit) ? limit["attempt"] : undefined;
  const count = isMapping(attempt) ? attempt["count"] : undefined;
  return typeof count === "number"
    ? fill(speaker.words, "retry.count", { count })
    : fill(speaker.words, "retry.some");
}
