/** The strings of workflows and systems, and where data goes. */
export const estate = {
  title: "Estate",
} as const;
