/**
 * What is available at a place of a definition: each value with its jq path, type and a sample from the last run. The
 * value picker, the condition builder and the completion of expressions all read this list.
 */
import { inferSchema, memberSchema, schemaType } from "./infer";
import type { Schema } from "./infer";
import { pathText } from "./jq";
import type { PathStep } from "./jq";
import { allTasks, findTask } from "./model";
import type { Definition, Task } from "./model";
import { isList, isMapping } from "./render";
import { ERROR, Shapes } from "./shapes";
import type { Facts } from "./shapes";
import type { Data } from "./tree";

export type { Facts, OperationFacts, TaskSample } from "./shapes";

/** Where a value comes from. */
export type ValueGroup =
  "current" | "input" | "workflow" | "context" | "loop" | "error" | "settings" | "secret" | "earlier";

/** A value that an expression can read. */
export interface Value {
  /** jq: `.order.total`. */
  readonly path: string;
  /** The last name of the path. */
  readonly name: string;
  readonly depth: number;
  readonly group: ValueGroup;
  readonly type: string | undefined;
  readonly format: string | undefined;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly words: readonly Data[] | undefined;
  readonly sample: Data | undefined;
  /** Whether it may be absent or null. */
  readonly mayLack: boolean;
  /** Whether the path gives one value for each item of a list. */
  readonly isMany: boolean;
  /** Of an earlier task whose output went on: the task whose output has to be exported first. */
  readonly needsExport: string | undefined;
}

const MOST_DEPTH = 6;
const MOST_VALUES = 400;

/** The field of a task for which values are wanted: the first key of its path. */
export type FieldName = string;

/** What is available in a field of a task. `reference` may be of a task that is about to be added: then the last one. */
export function availableAt(
  definition: Definition,
  reference: string,
  facts: Facts,
  field: FieldName = "",
): Value[] {
  const task = findTask(definition, reference);
  const shapes = new Shapes(definition, facts);
  const found: Value[] = [];
  const add = (
    group: ValueGroup,
    root: string,
    steps: PathStep[],
    schema: Schema | undefined,
    sample: Data | undefined,
  ): void => {
    collect(found, { group, root, steps, schema, sample, mayLack: false, depth: 0 });
  };
  if (task !== undefined) {
    const at = dotOf(shapes, task, facts, field);
    add("current", ".", [], at.schema, at.sample);
    if (["output", "export"].includes(field)) {
      add("input", "$input", [], shapes.rawInput(task), facts.samples?.get(reference)?.input);
    }
    for (const [name, schema] of shapes.variables(task)) {
      add(schema === ERROR ? "error" : "loop", name, [], schema, undefined);
    }
    if (field === "catch" && task.detail.kind === "try")
      add("error", `$${task.detail.as}`, [], ERROR, undefined);
    const context = shapes.context(task);
    if (context !== undefined)
      add("context", "$context", [], context, facts.samples?.get(reference)?.context);
  }
  add("workflow", "$workflow", ["input"], shapes.workflowInput(), facts.input);
  if (isMapping(definition.settings)) {
    add("settings", "$runtime", ["metadata", "settings"], allRequired(definition.settings), undefined);
  }
  for (const name of definition.secrets) add("secret", "$secrets", [name], { type: "string" }, undefined);
  if (task !== undefined) found.push(...earlier(definition, task, shapes, facts));
  return found;
}

/** What `.` is in a field. */
function dotOf(
  shapes: Shapes,
  task: Task,
  facts: Facts,
  field: FieldName,
): { schema: Schema | undefined; sample: Data | undefined } {
  const run = facts.samples?.get(task.reference);
  switch (field) {
    case "if":
    case "input":
      return { schema: shapes.rawInput(task), sample: run?.input };
    case "output":
      return { schema: shapes.rawOutput(task), sample: run?.output };
    case "export":
      return { schema: shapes.output(task), sample: run?.output };
    default:
      return { schema: shapes.input(task), sample: run?.input };
  }
}

/** Settings have defaults, so all of them are there. */
function allRequired(schema: Schema): Schema {
  const properties = schema["properties"];
  return isMapping(properties) ? { ...schema, required: Object.keys(properties) } : schema;
}

interface At {
  readonly group: ValueGroup;
  readonly root: string;
  readonly steps: PathStep[];
  readonly schema: Schema | undefined;
  readonly sample: Data | undefined;
  readonly mayLack: boolean;
  readonly depth: number;
}

/** Adds a value and its members. Where no schema says them, the sample does. */
function collect(found: Value[], at: At): void {
  if (found.length >= MOST_VALUES) return;
  const isDescribed = at.schema !== undefined && Object.keys(at.schema).length > 0;
  const schema = isDescribed ? at.schema : at.sample === undefined ? undefined : inferSchema([at.sample]);
  found.push(valueOf(at, schema));
  if (at.depth >= MOST_DEPTH) return;
  const properties = schema?.["properties"];
  const names = new Set(isMapping(properties) ? Object.keys(properties) : []);
  if (isMapping(at.sample)) for (const name of Object.keys(at.sample)) names.add(name);
  for (const name of names) {
    const inner = memberSchema(schema, name);
    const sample = isMapping(at.sample) ? at.sample[name] : undefined;
    const mayLack = at.mayLack || inner.mayLack;
    collect(found, {
      ...at,
      steps: [...at.steps, name],
      schema: inner.schema,
      sample,
      mayLack,
      depth: at.depth + 1,
    });
  }
  const items = schema?.["items"];
  if (isMapping(items) && schemaType(schema) === "array") {
    const [sample] = at.sample !== undefined && at.sample !== null && isList(at.sample) ? at.sample : [];
    collect(found, { ...at, steps: [...at.steps, null], schema: items, sample, depth: at.depth + 1 });
  }
}

function valueOf(at: At, schema: Schema | undefined): Value {
  const text = (key: string): string | undefined => {
    const value = schema?.[key];
    return typeof value === "string" ? value : undefined;
  };
  const words = schema?.["enum"];
  const names = at.steps.filter((step) => typeof step === "string");
  return {
    path: pathText(at.root, at.steps),
    name: names.at(-1) ?? at.root,
    depth: at.depth,
    group: at.group,
    type: schemaType(schema),
    format: text("format"),
    title: text("title"),
    description: text("description"),
    words: words !== undefined && words !== null && isList(words) ? words : undefined,
    sample: at.sample,
    mayLack: at.mayLack,
    isMany: at.steps.includes(null),
    needsExport: undefined,
  };
}

/** The outputs of earlier tasks of the lists around, which can be had by exporting them. */
function earlier(definition: Definition, task: Task, shapes: Shapes, facts: Facts): Value[] {
  const found: Value[] = [];
  for (const other of allTasks(definition)) {
    if (other.reference === task.reference) break;
    const isBefore =
      task.reference.startsWith(`${other.list}/`) && !task.reference.startsWith(`${other.reference}/`);
    const isMaking = ["call", "run", "listen", "fork"].includes(other.kind) && other.export === undefined;
    if (!isBefore || !isMaking) continue;
    const collected: Value[] = [];
    const steps: PathStep[] = [other.name];
    const sample = facts.samples?.get(other.reference)?.output;
    collect(collected, {
      group: "earlier",
      root: "$context",
      steps,
      schema: shapes.output(other),
      sample,
      mayLack: false,
      depth: 0,
    });
    found.push(...collected.map((value) => ({ ...value, needsExport: other.reference })));
  }
  return found;
}

/** The value with this path. */
export function valueAt(values: readonly Value[], path: string): Value | undefined {
  return values.find((value) => value.path === path && value.needsExport === undefined);
}
