/** The strings of the integrations, and one of them. */
export const integrations = {
  title: "Integrations",
  integration: "Integration",
} as const;
