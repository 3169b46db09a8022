/** The strings of the list of workflows, and one of them. */
export const workflows = {
  title: "Workflows",
  workflow: "Workflow",
} as const;
