/**
 * Where a `try` goes on when all tries have failed. The engine raises the error again after failed retries, unless steps
 * handle it: a way on alone would never be taken. So a way on comes with a step that notes the failure. Pure.
 */
import { setFields, type Data, type Definition, type EditResult, type Task } from "../../../definition";

/** Whether a way on is chosen that is never taken: there are further tries, and no step handles their failure. */
export function isNeverTaken(task: Task): boolean {
  const { detail } = task;
  return (
    detail.kind === "try" &&
    (detail.then?.value ?? "continue") !== "continue" &&
    detail.retry !== undefined &&
    !hasHandler(task)
  );
}

/** Sets members of `catch`, and where that makes a way on that would never be taken, a first step for failures. */
export function setCatch(
  definition: Definition,
  task: Task,
  changes: { readonly then?: Data | undefined; readonly retry?: Data | undefined },
  step: string,
): EditResult {
  const { detail } = task;
  const now = detail.kind === "try" ? { then: detail.then?.value, retry: detail.retry } : {};
  const { then = "continue", retry } = { ...now, ...changes };
  const needsStep = then !== "continue" && retry !== undefined && !hasHandler(task);
  const noted = { set: { failure: `\${ $${detail.kind === "try" ? detail.as : "error"}.title }` } };
  const fields = Object.entries(changes).map(([name, value]) => ({ path: ["catch", name], value }));
  const handler = needsStep ? [{ path: ["catch", "do"], value: [{ [step]: noted }] }] : [];
  return setFields(definition, task.reference, [...fields, ...handler]);
}

function hasHandler(task: Task): boolean {
  return task.lists.some(({ slot, tasks }) => slot === "catch" && tasks.length > 0);
}
