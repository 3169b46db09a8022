/** Cron expressions in words, as far as they are simple enough for a sentence. Pure. */
import { schedules } from "../../words/schedules";

const words = schedules.when;
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** More times of a day than this are shown as the expression. */
const MOST_TIMES = 4;

/** A field: everything, each so many, or certain values. */
type Field = { kind: "any" } | { kind: "step"; step: number } | { kind: "list"; values: readonly number[] };

/** The five fields without the time zone, `30 6 * * mon`. */
export function fieldsOf(cron: string): string {
  return cron.trim().split(/\s+/).slice(0, 5).join(" ");
}

/** The expression as a sentence without its time zone; `undefined` where that would be hard to read. */
export function cronText(cron: string): string | undefined {
  const [minute, hour, day, month, weekday] = fieldsOf(cron).split(" ");
  const fields = {
    minute: read(minute, []),
    hour: read(hour, []),
    day: read(day, []),
    month: read(month, MONTHS, 1),
    weekday: read(weekday, DAYS),
  };
  const days = daysText(fields.day, fields.month, fields.weekday);
  return days === undefined ? undefined : timesText(fields.minute, fields.hour, days);
}

function read(text: string | undefined, names: readonly string[], first = 0): Field | undefined {
  if (text === undefined) {
    return undefined;
  }
  if (text === "*") {
    return { kind: "any" };
  }
  const step = /^\*\/(\d+)$/.exec(text)?.[1];
  if (step !== undefined) {
    return Number(step) > 0 ? { kind: "step", step: Number(step) } : undefined;
  }
  const values = text.split(",").flatMap((part) => {
    const ends = part.split("-").map((one) => valueOf(one, names, first));
    const [from = NaN, to = NaN] = ends.length === 1 ? [ends[0], ends[0]] : ends;
    const isRange = ends.length <= 2 && from <= to;
    return isRange ? Array.from({ length: to - from + 1 }, (_, at) => from + at) : [NaN];
  });
  return values.some((one) => Number.isNaN(one)) ? undefined : { kind: "list", values };
}

function valueOf(text: string, names: readonly string[], first: number): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) {
    return named + first;
  }
  return /^\d{1,2}$/.test(text) ? Number(text) : undefined;
}

/** The days; both kinds of days together mean either, which no short sentence says. */
function daysText(
  day: Field | undefined,
  month: Field | undefined,
  weekday: Field | undefined,
): string | undefined {
  if (month === undefined || month.kind === "step") {
    return undefined;
  }
  const months =
    month.kind === "any" ? undefined : joined(month.values.map((one) => words.monthNames[one - 1]));
  if (day?.kind === "list" && weekday?.kind === "any") {
    const numbers = joined(day.values.map(String));
    return months === undefined ? words.monthDays(numbers) : words.dates(numbers, months);
  }
  if (day?.kind !== "any" || weekday === undefined || weekday.kind === "step") {
    return undefined;
  }
  const days = weekday.kind === "any" ? words.day : weekdaysText(weekday.values);
  return months === undefined ? days : `${days} ${words.months(months)}`;
}

function weekdaysText(values: readonly number[]): string {
  const days = [...new Set(values.map((one) => one % 7))];
  const name = (one: number | undefined) => words.dayNames[one ?? 0] ?? "";
  const isRow = days.length > 2 && days.every((one, at) => at === 0 || one === ((days[at - 1] ?? 0) + 1) % 7);
  if (days.length === 7) {
    return words.day;
  }
  return words.weekdays(isRow ? words.range(name(days[0]), name(days.at(-1))) : joined(days.map(name)));
}

function timesText(minute: Field | undefined, hour: Field | undefined, days: string): string | undefined {
  if (minute === undefined || hour === undefined) {
    return undefined;
  }
  const isDaily = days === words.day;
  const often = (text: string) => (isDaily ? text : `${text}, ${days}`);
  const each = minute.kind === "any" ? 1 : minute.kind === "step" ? minute.step : undefined;
  if (each !== undefined) {
    const hours = hoursText(hour);
    return 60 % each === 0 && hours !== undefined ? often(`${words.minutes(each)}${hours}`) : undefined;
  }
  const minutes = minute.kind === "list" ? minute.values : [];
  if (hour.kind !== "list") {
    const step = hour.kind === "any" ? 1 : hour.step;
    const isEven = 24 % step === 0 && minutes.length === 1;
    return isEven ? often(words.hours(step, two(minutes[0] ?? 0))) : undefined;
  }
  const times = hour.values.flatMap((one) => minutes.map((of) => `${two(one)}:${two(of)}`));
  return times.length <= MOST_TIMES ? words.at(days, joined(times)) : undefined;
}

/** From when to when; nothing for the whole day. */
function hoursText(hour: Field): string | undefined {
  if (hour.kind === "any") {
    return "";
  }
  const values = hour.kind === "list" ? hour.values : [];
  const [first, last] = [values[0], values.at(-1)];
  const isRow = values.every((one, at) => one === (first ?? 0) + at);
  return first === undefined || last === undefined || !isRow
    ? undefined
    : ` ${words.between(`${two(first)}:00`, `${two(last)}:59`)}`;
}

/** `a`, `a and b`, `a, b and c`. */
export function joined(texts: readonly (string | undefined)[], word: string = words.and): string {
  const all = texts.filter((one) => one !== undefined);
  const last = all.at(-1) ?? "";
  return all.length < 2 ? last : `${all.slice(0, -1).join(", ")} ${word} ${last}`;
}

const two = (value: number) => String(value).padStart(2, "0");
