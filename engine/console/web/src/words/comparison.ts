/** The strings of a comparison of two definitions. */
export const comparison = {
  same: "No step, and nothing above the steps, is different.",
  list: "What is different, step by step",
  diagrams: "Both diagrams",
  diagram: (head: string) => `Diagram of ${head}`,
  shows: "Choose a change to see it in both diagrams.",
  gone: "not there",
  more: (count: string) => `and ${count} more`,
  signs: { added: "+", removed: "−", changed: "~", moved: "↕", renamed: "✎", header: "~" },
  short: {
    added: "New",
    removed: "Gone",
    changed: "Changed",
    moved: "Moved",
    renamed: "Renamed",
    header: "Facts changed",
  },
  header: "Title, input, settings or other facts",
  renamedFrom: (name: string) => `was called ${name}`,
  counts: {
    added: "new",
    removed: "gone",
    changed: "changed",
    moved: "moved",
    renamed: "renamed",
    header: "above the steps",
  },
} as const;
