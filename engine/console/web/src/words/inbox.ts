/** The strings of what waits for a decision. */
export const inbox = {
  title: "Inbox",
  hold: "Hold",
  review: "Review",
  request: "Request",
} as const;
