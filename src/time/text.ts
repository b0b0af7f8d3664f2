/*
 * Wire text -> instant, by the grammar that the contract fixes, and back. Nothing outside the grammar is taken: no lower-case
 * letters, no blanks, no zone names, no 24:00. Digits past the sixth are cut, text without an offset is UTC.
 */
import { type DateTime } from 'luxon';

import { ValueError } from '../errors/index.js';
import { dayOf, isLeap, MAX_YEAR, MIN_YEAR, pastMillisecond, TextRoom, type Utc } from './date-time.js';
import { dateFault, dateTimeAt, isDateTime } from './instant.js';
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

const UTC = '+00:00';
const Z = 'Z'.charCodeAt(0);

/**
 * Writes an instant as the reference does: `2026-11-23T16:37:01.243753+00:00`, six digits or none, the offset as it is.
 *
 * Lossy only for a zone whose offset is no whole minute (local mean times before standard time): such an instant is
 * written in UTC, because the wire has no seconds in an offset.
 *
 * @throws {@link ValueError} for a value that the wire cannot hold: invalid, or outside of the years 1 to 9999
 * @source pendulum 2.1.2, `DateTime.isoformat`
 * @example
 * ```ts
 * formatDateTime(DateTime.fromISO('2024-05-01T12:00:00.5+02:00', { setZone: true })) //=> '2024-05-01T12:00:00.500000+02:00'
 * ```
 */
export function formatDateTime(dateTime: DateTime): string {
  const text = TextRoom.textOf(dateTime, write, UTC);
  return text.charCodeAt(text.length - 1) === Z ? `${text.slice(0, -1)}${UTC}` : text;
}

/**
 * The same, but UTC is `Z`: `2026-11-23T16:37:01.243753Z`.
 *
 * @throws {@link ValueError} as {@link formatDateTime}
 * @source pydantic-core 2, speedate, `DateTime.to_string`
 */
export function formatDateTimeZ(dateTime: DateTime): string {
  const text = TextRoom.textOf(dateTime, write, 'Z');
  return text.endsWith(UTC) ? `${text.slice(0, -UTC.length)}Z` : text;
}

const MINUTE = 60_000;

function write(dateTime: DateTime, utc: Utc): string {
  if (!isDateTime(dateTime)) throw ValueError.of(dateFault(dateTime) ?? 'the value is no DateTime');
  const offset = Number.isInteger(dateTime.offset) ? dateTime.offset : 0;
  // the local reading, YYYY-MM-DDTHH:MM:SS.mmmZ
  const local = new Date(Math.floor(dateTime.toMillis()) + offset * MINUTE).toISOString();
  const past = pastMillisecond(dateTime);
  const isWhole = past === 0 && local.endsWith('.000Z');
  const time = isWhole ? local.slice(0, 19) : local.slice(0, 23) + String(past).padStart(3, '0');
  return time + (offset === 0 ? utc : writeOffset(offset));
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(offset);
  const hours = Math.floor(minutes / 60);
  return `${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes - hours * 60)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
