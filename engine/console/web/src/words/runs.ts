/** The strings of the list of runs, and one of them. */
export const runs = {
  title: "Runs",
  run: "Run",
} as const;
