/** A definition with one step alone: what comes before it is the value that it is given. Pure. */
import { bareJq, dataOf, findNode, type Data, type Definition, type Task } from "../../../definition";
import { members } from "../panels/schemaFields";

/** The definition as JSON, which is YAML too. Functions and errors under `use` stay; where it leads afterwards goes. */
export function aloneOf(definition: Definition, task: Task, input: unknown, context: unknown): string {
  const { then: _, ...body } = members(dataOf(findNode(definition.tree, task.reference)));
  const top = members(dataOf(definition.tree.root));
  const document = members(top["document"]);
  const before: { [key: string]: Data } = { set: asConstant(input) };
  if (context !== undefined) {
    before["export"] = { as: asConstant(context) };
  }
  return JSON.stringify({
    document,
    ...(top["use"] === undefined ? {} : { use: top["use"] }),
    do: [{ givenBefore: before }, { [task.name]: body }],
  });
}

/** A value that is not evaluated: jq of its JSON. */
function asConstant(value: unknown): Data {
  return `\${ ${bareJq(JSON.stringify(value ?? null))} }`;
}
