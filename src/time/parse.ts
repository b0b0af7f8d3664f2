/*
 * Wire text -> instant, by the grammar that the contract fixes. Nothing outside it is taken: no lower-case letters, no
 * blanks, no zone names, no 24:00. Digits past the sixth are cut, text without an offset is UTC.
 */
import { type DateTime } from 'luxon';

import { dayOf, isLeap, MAX_YEAR, MIN_YEAR } from './calendar.js';
import { dateTimeAt } from './instant.js';
import { parseCanonical } from './quick.js';

const WEEK = String.raw`(?<weekYear>[1-9]\d{3})(?<dash>-?)W(?<week>\d\d)`;
const DATES = [
  String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)`,
  String.raw`(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)`,
  String.raw`(?<year>\d{4})-?(?<dayOfYear>\d{3})`,
  String.raw`${WEEK}\k<dash>(?<weekday>[1-7])`,
];
const LONE_DATES = [String.raw`(?<year>\d{4})(?:-(?<month>\d\d))?`, WEEK];
const SLASHED = String.raw`(?<year>\d{4})/(?<month>\d\d)/(?<day>\d\d)`;
const SECONDS = String.raw`(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?`;
const TIMES = [
  String.raw`(?<hour>\d\d):(?<minute>\d\d)(?::${SECONDS})?`,
  String.raw`(?<hour>\d\d)(?<minute>\d\d)(?:${SECONDS})?`,
  String.raw`(?<hour>\d\d)`,
];
const OFFSET = String.raw`(?:Z|(?<sign>[+-])(?<offsetHours>[01]\d|2[0-3])(?::?(?<offsetMinutes>[0-5]\d))?)?`;

// one expression a form, because a named group may stand only once in an expression; the commonest form comes first
const FORMS = [
  ...TIMES.flatMap((time) => DATES.map((date) => new RegExp(`^${date}[T ]${time}${OFFSET}$`))),
  ...[...DATES, ...LONE_DATES].map((date) => new RegExp(`^${date}$`)),
  // the reference takes a slashed date with this time only: a blank, colons, no offset
  new RegExp(String.raw`^${SLASHED}(?: (?<hour>\d\d):(?<minute>\d\d)(?::${SECONDS})?)?$`),
];

/** The parts of a text by their names: digits, and the sign of the offset. */
export type Groups = Partial<Record<string, string>>;

/**
 * Reads a wire text as an instant.
 *
 * @returns the instant in the offset that the text names, or null when the text is outside the grammar or the calendar
 * @source prefect 2.20.25, server/utilities/schemas/fields.py, `DateTimeTZ`; the grammar is the contract's
 * @example
 * ```ts
 * parseDateTime('2024-W09-4T12:30:45,5+05:30')?.toISO() //=> '2024-02-29T12:30:45.500+05:30'
 * parseDateTime('2023-02-29') //=> null
 * ```
 */
export function parseDateTime(text: string): DateTime<true> | null {
  const canonical = parseCanonical(text);
  if (canonical !== null) return canonical;
  for (const form of FORMS) {
    const groups = form.exec(text)?.groups;
    if (groups) return fromGroups(groups);
  }
  return null;
}

/** The instant that the parts of a text say; null when the calendar or the clock does not have it. */
export function fromGroups(groups: Groups): DateTime<true> | null {
  const day = epochDay(groups);
  const hour = Number(groups.hour ?? 0);
  const minute = Number(groups.minute ?? 0);
  const second = Number(groups.second ?? 0);
  if (day === null || hour > 23 || minute > 59 || second > 59) return null;

  const microsecond = Number((groups.fraction ?? '').slice(0, 6).padEnd(6, '0'));
  const offset = Number(groups.offsetHours ?? 0) * 60 + Number(groups.offsetMinutes ?? 0);
  // 0 - x, because -x makes -0 of nothing
  const east = groups.sign === '-' ? 0 - offset : offset;
  const milliseconds = ((day * 24 + hour) * 60 + minute - east) * 60_000 + second * 1000;
  return dateTimeAt(milliseconds, microsecond, east);
}

/** Days since 1970-01-01 of the date that was written in any of the forms, or null when there is no such day. */
function epochDay(groups: Groups): number | null {
  if (groups.week !== undefined) return dayOfWeekDate(groups);
  const year = Number(groups.year);
  if (groups.dayOfYear !== undefined) {
    const dayOfYear = Number(groups.dayOfYear);
    return year >= MIN_YEAR && dayOfYear >= 1 && dayOfYear <= (isLeap(year) ? 366 : 365)
      ? dayOf(year, 1, 1)! + dayOfYear - 1
      : null;
  }
  return dayOf(year, Number(groups.month ?? 1), Number(groups.day ?? 1));
}

function dayOfWeekDate(groups: Groups): number | null {
  const year = Number(groups.weekYear);
  const week = Number(groups.week);
  if (week < 1 || week > weeksIn(year)) return null;
  const day = firstMonday(year) + (week - 1) * 7 + Number(groups.weekday ?? 1) - 1;
  return day <= dayOf(MAX_YEAR, 12, 31)! ? day : null;
}

/** The Monday of week 1, which is the week that holds 4 January (ISO 8601). */
function firstMonday(year: number): number {
  const fourth = dayOf(year, 1, 4)!;
  // 1970-01-01 was a Thursday: day 0 is 3 past a Monday
  return fourth - ((((fourth + 3) % 7) + 7) % 7);
}

function weeksIn(year: number): number {
  return (firstMonday(year + 1) - firstMonday(year)) / 7;
}
