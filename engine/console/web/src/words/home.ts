/** The strings of what waits for me, my workflows, my requests, templates. */
export const home = {
  title: "Home",
} as const;
