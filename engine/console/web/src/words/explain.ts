/** The strings of a workflow in plain language. */
export const explain = {
  title: "Explain",
} as const;
