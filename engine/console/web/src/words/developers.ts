/** The strings of how an app calls a workflow. */
export const developers = {
  title: "API for developers",
  call: "Call",
} as const;
