/** Documents that tests save: policies and definitions, some from the repository's own library. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** The text of a policy of the library. */
export const libraryPolicy = (name: string) =>
  readFileSync(join(root, "policies/library", `${name}.yaml`), "utf8");

/** A file of a template. */
export const templateFile = (template: string, file: string) =>
  readFileSync(join(root, "examples/templates", template, file), "utf8");

/** A small definition with this name; the rest is a list of tasks. */
export const definition = (name: string, tasks: string, more = "") => `document:
  dsl: 1.0.3
  namespace: support
  name: ${name}
  version: 1.0.0
  title: ${JSON.stringify(`Title of ${name}`)}
${more}do:
${tasks}`;

/** So many tasks, one after the other. */
export const manyTasks = (count: number) =>
  Array.from(
    { length: count },
    (_, at) => `  - step${String(at)}:\n      set:\n        at: ${String(at)}\n`,
  ).join("");

/** A review of every version of one workflow. */
export const reviewOf = (workflow: string) => `policy: review-${workflow}
title: Versions of ${workflow} are approved
effect: review
workflow:
  properties:
    name: { const: ${workflow} }
approvers: { role: approver }
reason: A second pair of eyes sees each version of ${workflow}.
contact: it-governance@acme.example
tests:
  - name: a version
    workflow: { namespace: support, name: ${workflow}, author: { id: ana, publishedVersions: 0 } }
    expect: review
`;
