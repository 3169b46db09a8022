/** What is known about a definition from the catalogue and from the policies, in the form that explanations read. Pure. */
import type { CatalogFunction, EvaluatedAccess, Report } from "@towpath/client";

import { allTasks, type Definition, type OperationFacts, type Task } from "../../definition";

/** One operation that the workflow calls. */
export interface Called {
  call: string;
  /** The tasks that call it. */
  tasks: readonly Task[];
  /** Nothing where the catalogue does not have it. */
  known: CatalogFunction | undefined;
  decision: OperationFacts["decision"];
}

/** The operations in the order of the text, with what the policies say of them now. */
export function calledBy(
  definition: Definition,
  functions: readonly CatalogFunction[],
  report: Report | undefined,
): Called[] {
  const found = new Map<string, Task[]>();
  for (const task of allTasks(definition)) {
    if (task.detail.kind === "call" && task.detail.form === "operation") {
      found.set(task.detail.target, [...(found.get(task.detail.target) ?? []), task]);
    }
  }
  return [...found].map(([call, tasks]) => ({
    call,
    tasks,
    known:
      functions.find((one) => one.call === call) ?? functions.find((one) => bare(one.call) === bare(call)),
    decision: decisionOn(tasks, report),
  }));
}

/** The same for `explain`. */
export function operationFacts(called: readonly Called[]): ReadonlyMap<string, OperationFacts> {
  return new Map(
    called.flatMap(({ call, known, decision }) => {
      if (known === undefined) {
        return [];
      }
      const { title, owner, effect, labels } = known;
      const integrationTitle = known.name.split(".")[0] ?? known.name;
      const facts = { call, title, owner, effect, labels, integrationTitle };
      return [[call, decision === undefined ? facts : { ...facts, decision }] as const];
    }),
  );
}

/** The strictest thing that is said of any of these tasks. */
function decisionOn(tasks: readonly Task[], report: Report | undefined): OperationFacts["decision"] {
  const references = new Set(tasks.map((task) => task.reference));
  const accesses = report?.accesses.filter((access) => references.has(access.task)) ?? [];
  const said = accesses.map(decisionIn);
  const order = ["refused", "needsApproval", "held", "atRunTime", "allowed"] as const;
  return order.find((one) => said.includes(one));
}

function decisionIn({ verdict, reviews, holds }: EvaluatedAccess): NonNullable<OperationFacts["decision"]> {
  if (verdict === "denied") {
    return "refused";
  }
  if ((reviews?.length ?? 0) > 0) {
    return "needsApproval";
  }
  if ((holds?.length ?? 0) > 0) {
    return "held";
  }
  return verdict === "atRunTime" ? "atRunTime" : "allowed";
}

/** Without the authentication at its end. */
function bare(call: string): string {
  return call.replace(/@.*$/, "");
}
