/** The strings of the policies, one of them, and the impact of a change. */
export const policies = {
  title: "Policies",
  impact: "Impact",
  policy: "Policy",
} as const;
