/** Dates, durations and numbers in the language of the reader. Pure: the present is handed in. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Units with how many milliseconds they have, and up to where they are used. */
const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number, number])[] = [
  ["second", SECOND, MINUTE],
  ["minute", MINUTE, HOUR],
  ["hour", HOUR, DAY],
  ["day", DAY, 30 * DAY],
  ["month", 30.44 * DAY, 365 * DAY],
  ["year", 365.25 * DAY, Infinity],
];

const made = new Map<string, unknown>();

/** Making a formatter is slow, using it is fast. */
function kept<T>(key: string, make: () => T): T {
  const known = made.get(key);
  if (known !== undefined) {
    return known as T;
  }
  const fresh = make();
  made.set(key, fresh);
  return fresh;
}

/** `3 minutes ago`, `in 2 days`; less than five seconds is `now`. */
export function relative(at: Date, now: Date, locale?: string): string {
  const away = at.getTime() - now.getTime();
  const format = kept(
    `relative ${locale ?? ""}`,
    () => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
  );
  if (Math.abs(away) < 5 * SECOND) {
    return format.format(0, "second");
  }
  const [unit, size] = STEPS.find(([, , limit]) => Math.abs(away) < limit) ?? ["year", 365.25 * DAY];
  return format.format(Math.trunc(away / size), unit);
}

/** `12 Mar 2027, 10:04:05`, in the time zone of the reader. */
export function absolute(at: Date, locale?: string): string {
  return kept(`absolute ${locale ?? ""}`, () => {
    return new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  }).format(at);
}

/** `12 Mar 2027`. */
export function day(at: Date, locale?: string): string {
  return kept(`day ${locale ?? ""}`, () => new Intl.DateTimeFormat(locale, { dateStyle: "medium" })).format(
    at,
  );
}

/** `10:04` today, else the day too. */
export function moment(at: Date, now: Date, locale?: string): string {
  const isToday = at.toDateString() === now.toDateString();
  const time = kept(
    `time ${locale ?? ""}`,
    () => new Intl.DateTimeFormat(locale, { timeStyle: "short" }),
  ).format(at);
  return isToday ? time : `${day(at, locale)}, ${time}`;
}

/** `10:04:05`: for moments that are minutes away at most. */
export function clock(at: Date, locale?: string): string {
  return kept(`clock ${locale ?? ""}`, () => {
    return new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
  }).format(at);
}

/** `850 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`, `4 days 3 h`: two units at most. */
export function duration(ms: number, locale?: string): string {
  if (!Number.isFinite(ms) || ms < 0) {
    return "–";
  }
  if (ms < SECOND) {
    return unit(Math.round(ms), "millisecond", locale);
  }
  if (ms < 10 * SECOND) {
    return unit(Math.round(ms / 100) / 10, "second", locale);
  }
  if (ms < MINUTE) {
    return unit(Math.floor(ms / SECOND), "second", locale);
  }
  if (ms < HOUR) {
    return two(ms, MINUTE, "minute", SECOND, "second", locale);
  }
  if (ms < DAY) {
    return two(ms, HOUR, "hour", MINUTE, "minute", locale);
  }
  return two(ms, DAY, "day", HOUR, "hour", locale);
}

/** `1,234`. */
export function number(value: number, locale?: string): string {
  return kept(`number ${locale ?? ""}`, () => new Intl.NumberFormat(locale)).format(value);
}

/** `1.2K`: for charts and badges. */
export function compact(value: number, locale?: string): string {
  return kept(`compact ${locale ?? ""}`, () => {
    return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  }).format(value);
}

/** `12 %` of a share between 0 and 1. */
export function percent(share: number, locale?: string): string {
  return kept(`percent ${locale ?? ""}`, () => {
    return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  }).format(share);
}

/** `64 kB`. */
export function bytes(size: number, locale?: string): string {
  if (size < 1000) {
    return unit(size, "byte", locale);
  }
  return size < 1_000_000
    ? unit(Math.round(size / 1000), "kilobyte", locale)
    : unit(Math.round(size / 100_000) / 10, "megabyte", locale);
}

/** `one` or `other` words by how many there are: `plural(3, { one: "run", other: "runs" })`. */
export function plural<T = string>(count: number, words: { one: T; other: T }, locale?: string): T {
  const rule = kept(`plural ${locale ?? ""}`, () => new Intl.PluralRules(locale)).select(count);
  return rule === "one" ? words.one : words.other;
}

function two(ms: number, size: number, large: string, rest: number, small: string, locale?: string): string {
  const whole = Math.floor(ms / size);
  const left = Math.floor((ms - whole * size) / rest);
  return left === 0
    ? unit(whole, large, locale)
    : `${unit(whole, large, locale)} ${unit(left, small, locale)}`;
}

function unit(value: number, name: string, locale?: string): string {
  return kept(`unit ${name} ${locale ?? ""}`, () => {
    return new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "short" });
  }).format(value);
}
