/** The strings of the frame around every page: navigation, sign-in, errors of a whole page. */
export const shell = {
  product: "Towpath",
  skip: "Skip to the content",
  navigation: "Pages",
  openNavigation: "Open navigation",
  pages: {
    home: "Home",
    workflows: "Workflows",
    runs: "Runs",
    inbox: "Inbox",
    policies: "Policies",
    integrations: "Integrations",
    estate: "Estate",
    audit: "Audit",
    access: "Access",
    developers: "API for developers",
    account: "Account",
  },
  groups: { build: "Build", guard: "Guard", oversee: "Oversee" },
  loading: "Loading",
  missing: {
    title: "This page does not exist",
    why: "The address may be old, or a letter is missing.",
    next: "Go to Home",
  },
  broken: {
    title: "This page could not be shown",
    why: "Something went wrong in the page itself. What you saved is on the server.",
    next: "Try again",
  },
  notYours: {
    title: "This page is for another role",
    why: (roles: string) => `It is shown to: ${roles}.`,
    next: "Go to Home",
  },
} as const;
