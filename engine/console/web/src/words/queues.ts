/** The strings of the page of queues: workflows whose runs are limited, and how many wait. */
export const queues = {
  title: "Queues",
  about: "Workflows whose runs a policy limits. Runs that wait are on disk and begin by themselves.",
  failed: "The queues could not be read",
  label: "Workflows whose runs are limited",
  filter: "Find a workflow",
  workflow: "Workflow",
  limits: "Limits",
  underWay: "Under way",
  waiting: "Waiting",
  atOnce: (count: string) => `${count} at once`,
  aMinute: (count: string) => `${count} begin a minute`,
  unlimited: "no longer limited",
  ofMost: (count: string, most: string) => `${count} of ${most}`,
  sum: (underWay: string, waiting: string) => `Together: ${underWay} under way, ${waiting} waiting.`,
  none: "No runs are limited",
  noneWhy:
    "A policy limits the runs of a workflow with `limits: { concurrentRuns, runsPerMinute }`. The workflow stands here once a run of it was started.",
  noneFound: "No workflow fits",
} as const;
