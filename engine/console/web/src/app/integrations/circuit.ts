/** How a system stands, in words: its circuit breaker, its calls, its limits. Pure. */
import type { Traffic } from "@towpath/client";

import { clock, moment, number } from "../../parts/time/format";
import { traffic as words } from "../../words/traffic";

/** The entry that is worst: away before being tried, the longest first. Absent where every system takes calls. */
export function worstOf(all: readonly Traffic[]): Traffic | undefined {
  return all
    .filter((one) => one.circuit !== "closed")
    .sort((a, b) => rank(a) - rank(b) || (a.since ?? "").localeCompare(b.since ?? ""))[0];
}

function rank({ circuit }: Traffic): number {
  return circuit === "open" ? 0 : 1;
}

/** `Away since 10:04: it could not be reached; tried again at 10:09:30`; nothing while it takes calls. */
export function circuitText(of: Traffic, now: Date, locale?: string): string | undefined {
  const { circuit, why, nextProbeAt } = of;
  if (circuit === "closed") {
    return undefined;
  }
  const since = of.since === undefined ? undefined : moment(new Date(of.since), now, locale);
  const isTried = circuit === "half-open";
  const known = isTried ? words.triedSince : words.since;
  const begin = since === undefined ? (isTried ? words.tried : words.away) : known(since);
  const reason = why === undefined ? begin : `${begin}: ${why}`;
  if (isTried || nextProbeAt === undefined) {
    return reason;
  }
  const next = new Date(nextProbeAt);
  return `${reason}; ${next > now ? words.again(clock(next, locale)) : words.nextCall}`;
}

/** Sums over hosts. */
export function callsOf(all: readonly Traffic[]): { underWay: number; waiting: number } {
  return all.reduce(
    (sum, { underWay, waiting }) => ({ underWay: sum.underWay + underWay, waiting: sum.waiting + waiting }),
    { underWay: 0, waiting: 0 },
  );
}

/** `3 under way, 12 in line`. */
export function callsText({ underWay, waiting }: { underWay: number; waiting: number }): string {
  return `${words.underWay(number(underWay))}, ${words.inLine(number(waiting))}`;
}

/** `At most 20 at once, 50 a second, 600 a minute`; nothing without limits. */
export function limitsText({ concurrency, perSecond, perMinute }: Traffic): string | undefined {
  const limits = [
    concurrency === undefined ? undefined : words.atOnce(number(concurrency)),
    perSecond === undefined ? undefined : words.aSecond(number(perSecond)),
    perMinute === undefined ? undefined : words.aMinute(number(perMinute)),
  ].filter((one) => one !== undefined);
  return limits.length === 0 ? undefined : words.atMost(limits.join(", "));
}

/** The name of a host for people; `*` stands for those that a pattern names. */
export function hostText(host: string): string {
  return host === "*" ? words.patterns : host;
}
