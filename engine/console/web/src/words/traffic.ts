/** The strings of calls to a system: its circuit breaker, calls under way and in line, its limits. */
export const traffic = {
  title: "Calls now",
  about: "Is the system there, what is on its way to it, and how many calls it gets.",
  failed: "The calls could not be read",
  never: "No host was called since the server was started.",
  patterns: "Hosts named by a pattern",
  circuit: "System",
  marks: { closed: "Takes calls", open: "Away", "half-open": "Being tried" } as Readonly<
    Record<string, string>
  >,
  since: (time: string) => `Away since ${time}`,
  away: "Away",
  tried: "Being tried",
  triedSince: (time: string) => `Being tried; away since ${time}`,
  again: (time: string) => `tried again at ${time}`,
  nextCall: "the next call tries it",
  calls: "Calls",
  underWay: (count: string) => `${count} under way`,
  inLine: (count: string) => `${count} in line`,
  limits: "Limits",
  limitsEach: "Limits, each host",
  eachHost: (limits: string) => `${limits}, each host`,
  unlimited: "none: it gets as many calls as there are",
  atOnce: (count: string) => `${count} at once`,
  aSecond: (count: string) => `${count} a second`,
  aMinute: (count: string) => `${count} a minute`,
  atMost: (limits: string) => `At most ${limits}`,
  onOpen: "While it is away",
  ways: {
    fail: "calls fail at once; retries wait until it is tried again",
    wait: "calls wait in line",
  } as Readonly<Record<string, string>>,
} as const;
