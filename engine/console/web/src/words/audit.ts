/** The strings of who changed what. */
export const audit = {
  title: "Audit",
} as const;
