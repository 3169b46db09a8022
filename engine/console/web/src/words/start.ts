/** The strings of a new workflow from a running example, a template, an operation or pasted text. */
export const start = {
  title: "Start a workflow",
} as const;
