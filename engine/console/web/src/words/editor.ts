/** The strings of the draft of a workflow as diagram, form and text. */
export const editor = {
  title: "Editor",
} as const;
