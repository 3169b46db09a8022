/** What values look like at each place of a definition, followed from task to task as far as it is known. */
import { waysOf } from "./flow";
import { inferSchema, joinSchemas } from "./infer";
import type { Schema } from "./infer";
import { allTasks, findList, findTask } from "./model";
import type { Definition, Task, TaskList } from "./model";
import { isMapping } from "./render";
import { shapeOfData } from "./shape-jq";
import type { Scope } from "./shape-jq";
import type { Data } from "./tree";

/** What is known of an operation. */
export interface OperationFacts {
  /** As `call` names it. */
  readonly call: string;
  readonly title: string;
  readonly integrationTitle?: string;
  readonly owner?: string;
  readonly effect: "read" | "write";
  readonly labels?: readonly string[];
  readonly input?: Data;
  readonly output?: Data;
  readonly example?: Data;
  readonly decision?: "allowed" | "atRunTime" | "needsApproval" | "held" | "refused";
}

/** Values of one task in a run. */
export interface TaskSample {
  readonly input?: Data;
  readonly output?: Data;
  readonly context?: Data;
}

/** What is known besides the definition. */
export interface Facts {
  readonly operations?: ReadonlyMap<string, OperationFacts>;
  /** The last run of each task, by reference. */
  readonly samples?: ReadonlyMap<string, TaskSample>;
  /** An example of the workflow's input. */
  readonly input?: Data;
}

/** Follows the values through a definition. */
export class Shapes {
  private readonly definition: Definition;
  private readonly facts: Facts;
  private readonly inputs = new Map<string, Schema | undefined>();
  private readonly outputs = new Map<string, Schema | undefined>();
  private readonly contexts = new Map<string, Schema | undefined>();
  private readonly open = new Set<string>();

  constructor(definition: Definition, facts: Facts) {
    this.definition = definition;
    this.facts = facts;
  }

  /** The input of the workflow, before `input.from`. */
  workflowInput(): Schema | undefined {
    const { inputSchema } = this.definition;
    if (isMapping(inputSchema)) return inputSchema;
    return this.facts.input === undefined ? undefined : inferSchema([this.facts.input]);
  }

  /** What a task gets, before its own `input.from`. */
  rawInput(task: Task): Schema | undefined {
    return this.once(this.inputs, `raw ${task.reference}`, () => {
      const list = findList(this.definition, task.list);
      const found = list === undefined ? undefined : this.incoming(list, task);
      return found ?? this.sampled(task, "input");
    });
  }

  /** What `.` is in most fields of a task. */
  input(task: Task): Schema | undefined {
    return this.once(this.inputs, task.reference, () => {
      const raw = this.rawInput(task);
      const from = isMapping(task.input) ? task.input["from"] : undefined;
      return from === undefined ? raw : shapeOfData(from, this.scope(task, raw), true);
    });
  }

  /** What a task gives, before `output.as`. */
  rawOutput(task: Task): Schema | undefined {
    return this.once(this.outputs, `raw ${task.reference}`, () => this.made(task));
  }

  /** What a task gives to the next one. */
  output(task: Task): Schema | undefined {
    return this.once(this.outputs, task.reference, () => {
      const raw = this.rawOutput(task);
      const as = isMapping(task.output) ? task.output["as"] : undefined;
      if (as !== undefined) return shapeOfData(as, this.scope(task, raw), true);
      return raw ?? this.sampled(task, "output");
    });
  }

  /** What `$context` is when a task begins. */
  context(task: Task): Schema | undefined {
    return this.once(this.contexts, task.reference, () => {
      let context: Schema | undefined;
      for (const other of allTasks(this.definition)) {
        if (other.reference === task.reference) break;
        const as = isMapping(other.export) ? other.export["as"] : undefined;
        if (as !== undefined)
          context = shapeOfData(as, { ...this.scope(other, this.output(other)), context }, true);
      }
      const sample = this.facts.samples?.get(task.reference)?.context;
      return context ?? (sample === undefined ? undefined : inferSchema([sample]));
    });
  }

  /** The variables of the loops and `catch`es around a task. */
  variables(task: Task): Map<string, Schema | undefined> {
    const variables = new Map<string, Schema | undefined>();
    let list = findList(this.definition, task.list);
    while (list?.owner !== undefined) {
      const owner = findTask(this.definition, list.owner);
      if (owner === undefined) break;
      for (const [name, schema] of this.variablesOf(owner, list))
        if (!variables.has(name)) variables.set(name, schema);
      list = findList(this.definition, owner.list);
    }
    return variables;
  }

  private variablesOf(owner: Task, list: TaskList): [string, Schema | undefined][] {
    const { detail } = owner;
    if (detail.kind === "for") {
      const collection =
        detail.in === undefined
          ? undefined
          : shapeOfData(detail.in, this.scope(owner, this.input(owner)), true);
      const items = collection?.["items"];
      return [
        [`$${detail.each}`, isMapping(items) ? items : undefined],
        [`$${detail.at}`, { type: "integer" }],
      ];
    }
    if (detail.kind === "try" && list.slot === "catch") return [[`$${detail.as}`, ERROR]];
    if (detail.kind === "listen" && list.slot === "foreach") return [[`$${detail.item}`, undefined]];
    return [];
  }

  private scope(task: Task, dot: Schema | undefined): Scope {
    return {
      dot,
      input: this.rawInput(task),
      workflowInput: this.workflowInput(),
      context: this.context(task),
      variables: this.variables(task),
    };
  }

  private once(
    kept: Map<string, Schema | undefined>,
    key: string,
    make: () => Schema | undefined,
  ): Schema | undefined {
    if (kept.has(key)) return kept.get(key);
    const guard = `${kept === this.inputs ? "in" : kept === this.outputs ? "out" : "context"} ${key}`;
    // A loop of `then`s: what comes around is not known yet.
    if (this.open.has(guard)) return undefined;
    this.open.add(guard);
    const made = make();
    this.open.delete(guard);
    kept.set(key, made);
    return made;
  }

  private sampled(task: Task, which: "input" | "output"): Schema | undefined {
    const sample = this.facts.samples?.get(task.reference)?.[which];
    return sample === undefined ? undefined : inferSchema([sample]);
  }

  /** What flows into a task: the beginning of its list, and the tasks that lead to it. */
  private incoming(list: TaskList, task: Task): Schema | undefined {
    const found: (Schema | undefined)[] = [];
    if (task.index === 0 || list.slot === "branches") found.push(this.listInput(list));
    for (const other of list.slot === "branches" ? [] : list.tasks) {
      if (other.index >= task.index) continue;
      for (const way of waysOf(list, other)) {
        if (way.target !== task.index) continue;
        found.push(way.kind === "skip" ? this.rawInput(other) : this.output(other));
      }
    }
    return joined(found);
  }

  private listInput(list: TaskList): Schema | undefined {
    const owner = list.owner === undefined ? undefined : findTask(this.definition, list.owner);
    if (list.slot === "foreach") return undefined;
    if (owner !== undefined) return this.input(owner);
    const from = isMapping(this.definition.input) ? this.definition.input["from"] : undefined;
    const given = this.workflowInput();
    if (from === undefined) return given;
    const scope: Scope = {
      dot: given,
      input: given,
      workflowInput: given,
      context: undefined,
      variables: new Map(),
    };
    return shapeOfData(from, scope, true);
  }

  private listOutput(list: TaskList): Schema | undefined {
    if (list.tasks.length === 0) return this.listInput(list);
    const ends = list.tasks.filter((task) =>
      waysOf(list, task).some(({ target }) => target === "after" || target === "exit"),
    );
    return joined(ends.map((task) => this.output(task)));
  }

  private made(task: Task): Schema | undefined {
    const { detail } = task;
    const [first, second] = task.lists;
    switch (detail.kind) {
      case "call": {
        const facts = this.facts.operations?.get(detail.target);
        if (isMapping(facts?.output) && Object.keys(facts.output).length > 1) return facts.output;
        const sample = this.sampled(task, "output");
        return sample ?? (facts?.example === undefined ? undefined : inferSchema([facts.example]));
      }
      case "set":
        return detail.set === undefined
          ? undefined
          : shapeOfData(detail.set, this.scope(task, this.input(task)), false);
      case "switch":
      case "wait":
        return this.input(task);
      case "do":
      case "for":
        return first === undefined ? undefined : this.listOutput(first);
      case "try": {
        const tried = first === undefined ? undefined : this.listOutput(first);
        const caught =
          second === undefined || second.tasks.length === 0 ? this.input(task) : this.listOutput(second);
        return joined([tried, caught]);
      }
      case "fork": {
        const outputs = joined((first?.tasks ?? []).map((branch) => this.output(branch)));
        if (detail.isCompeting) return outputs;
        return outputs === undefined ? { type: "array" } : { type: "array", items: outputs };
      }
      case "listen":
        return { type: "array" };
      default:
        return this.sampled(task, "output");
    }
  }
}

/** What an error variable has. */
export const ERROR: Schema = {
  type: "object",
  required: ["type", "status", "title"],
  properties: {
    type: { type: "string" },
    status: { type: "integer" },
    title: { type: "string" },
    detail: { type: "string" },
    details: {},
    instance: { type: "string" },
  },
};

function joined(found: readonly (Schema | undefined)[]): Schema | undefined {
  const [first, ...rest] = found;
  return rest.reduce((one, other) => joinSchemas(one, other), first);
}
