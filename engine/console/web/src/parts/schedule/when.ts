/** When a workflow starts by itself, in words; and moments by the clock of the schedule's own time zone. Pure. */
import type { StartTimes } from "@towpath/client";

import { schedules } from "../../words/schedules";
import { duration } from "../time/format";
import { cronText, fieldsOf, joined } from "./cron";

const words = schedules.when;

/** What a schedule says of its times. */
export type Times = Pick<StartTimes, "every" | "cron" | "timeZone" | "after" | "on">;

/** A sentence, and the expression beside it where the sentence does not say everything. */
export interface When {
  readonly text: string;
  readonly expression?: string;
}

/** `Every day at 06:30, Europe/Berlin`. */
export function whenOf(times: Times): When {
  const { every, cron, timeZone, after, on } = times;
  if (cron !== undefined) {
    const text = cronText(cron);
    const zone = timeZone ?? "UTC";
    return text === undefined
      ? { text: capital(words.zone(words.cron, zone)), expression: fieldsOf(cron) }
      : { text: capital(words.zone(text, zone)) };
  }
  if (every !== undefined) {
    return { text: capital(words.every(spanText(every))) };
  }
  if (after !== undefined) {
    return { text: capital(words.after(spanText(after))) };
  }
  return { text: capital(eventText(on ?? [])) };
}

function eventText(filters: readonly Record<string, unknown>[]): string {
  if (filters.length === 0) {
    return words.anyEvent;
  }
  const types = filters.map((one) => {
    const { type } = one;
    return typeof type === "string" ? type : words.attributes(joined(Object.keys(one)));
  });
  return words.event(joined([...new Set(types)], words.or));
}

/** A duration of the API in words; as it is written where it is not known. */
function spanText(text: string): string {
  const ms = millisecondsOf(text);
  return ms === undefined ? text : duration(ms, "en");
}

/** `PT1H30M` in milliseconds; the API writes days, hours, minutes and seconds. */
export function millisecondsOf(text: string): number | undefined {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (found === null || text === "P") {
    return undefined;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found
    .slice(1)
    .map((one: string | undefined) => Number(one ?? 0));
  return Math.round((((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
}

/** `Mon, 12 Mar, 06:30` by the clock of a zone; by that of the reader where the zone is not known to the browser. */
export function zoned(at: Date, zone: string | undefined, locale?: string): string {
  const look: Intl.DateTimeFormatOptions = {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  };
  try {
    return new Intl.DateTimeFormat(locale, zone === undefined ? look : { ...look, timeZone: zone }).format(
      at,
    );
  } catch {
    return new Intl.DateTimeFormat(locale, look).format(at);
  }
}

/** How long until the list is worth reading again: just after the next time that comes. */
export function untilNext(all: readonly { next: readonly string[] }[], now: number): number {
  const coming = all.flatMap(({ next }) => next.map((one) => Date.parse(one) - now)).filter((one) => one > 0);
  return Math.min(20_000, Math.max(2_000, Math.min(...coming) + 1_000));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
