/** All edits of a definition. Each gives text edits, and what is selected afterwards; none touches the text itself. */
export type { EditResult, Place, Refusal } from "./edit";
export { DIRECTIVES, danglingOf, freshName } from "./edit";
export {
  addTask,
  deleteTask,
  duplicateTask,
  moveDown,
  moveInto,
  moveOut,
  moveTask,
  moveUp,
  renameTask,
} from "./edit-tasks";
export { unwrapTask, wrapTasks } from "./edit-wrap";
export type { WrapOptions, Wrapper } from "./edit-wrap";
export {
  addBranch,
  addCase,
  exportOutput,
  insertCall,
  moveCase,
  removeCase,
  renameCase,
  setAt,
  setDocument,
  setField,
  setFields,
  setInputSchema,
  setMetadata,
  setSettings,
} from "./edit-fields";
export { blank, newBody, skeleton } from "./skeleton";
