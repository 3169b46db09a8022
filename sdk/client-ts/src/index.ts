/** The client of Towpath's HTTP API: everything that others import. */
export { follow, type ChangesQuery, type Connection, type StreamEvent } from "./changes.js";
export {
  answer,
  answerTagged,
  asYaml,
  connect,
  newIdempotencyKey,
  type Options,
  type Tagged,
  type Towpath,
} from "./client.js";
export type * from "./generated.js";
export { isProblem, ProblemError, UnreachableError } from "./problem.js";
