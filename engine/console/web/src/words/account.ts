/** The strings of who I am, my sessions, the theme. */
export const account = {
  title: "Account",
} as const;
