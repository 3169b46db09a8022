/** The strings of principals, tokens and roles. */
export const access = {
  title: "Access",
} as const;
