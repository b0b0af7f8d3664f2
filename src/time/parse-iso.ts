/*
 * Text -> instant, by a narrow ISO 8601: a calendar date, alone or with a time in one form. And numbers -> instant: seconds or
 * milliseconds since 1970, as texts of whole numbers too.
 */
import { type DateTime } from 'luxon';

import { dateTimeAt, MAX_YEAR, MIN_YEAR } from './instant.js';
import { daysTo } from './luxon.js';
import { isDate, parseCanonical } from './parse-canonical.js';

const DATE = String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)`;
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?`;
const OFFSET = String.raw`(?:[Zz]|(?<sign>[+-])(?<offsetHours>[01]\d|2[0-3]):?(?<offsetMinutes>[0-5]\d))?`;
const FORM = new RegExp(`^${DATE}(?:[Tt_ ]${TIME}${OFFSET})?$`);
const WHOLE = /^[+-]?\d{1,15}$/;

/**
 * Reads a text as an instant: `2024-02-29`, or that with a time, `T`, `t`, `_` or a blank between. Digits of a second past the
 * sixth are cut, text without an offset is UTC. A whole number of up to 15 digits is read as {@link dateTimeFromUnix} reads it,
 * so that `2024` is a time in 1970.
 *
 * @returns the instant in the offset that the text names, or null when the text is outside the grammar or the calendar
 * @source pydantic-core 2, speedate, as far as its versions agree
 * @example
 * ```ts
 * parseIsoDateTime('2024-02-29 12:30:45,5+0530')?.toISO() //=> '2024-02-29T12:30:45.500+05:30'
 * ```
 */
export function parseIsoDateTime(text: string): DateTime<true> | null {
  const canonical = parseCanonical(text);
  if (canonical !== null) return canonical;
  const groups = FORM.exec(text)?.groups;
  if (groups) return fromGroups(groups);
  return WHOLE.test(text) ? dateTimeFromUnix(Number(text)) : null;
}

function fromGroups(groups: Partial<Record<string, string>>): DateTime<true> | null {
  const [year, month, day] = [Number(groups.year), Number(groups.month), Number(groups.day)];
  const [hour, minute, second] = [Number(groups.hour ?? 0), Number(groups.minute ?? 0), Number(groups.second ?? 0)];
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const offset = Number(groups.offsetHours ?? 0) * 60 + Number(groups.offsetMinutes ?? 0);
  // 0 - x, because -x makes -0 of nothing
  const east = groups.sign === '-' ? 0 - offset : offset;
  const minutes = (daysTo(year, month, day) * 24 + hour) * 60 + minute - east;
  const microsecond = Number((groups.fraction ?? '').slice(0, 6).padEnd(6, '0'));
  return dateTimeAt(minutes * 60_000 + second * 1000, microsecond, east);
}

/** Numbers beyond this, in size, are milliseconds; up to it seconds. */
const MOST_SECONDS = 2e10;

const EARLIEST = daysTo(MIN_YEAR, 1, 1) * 86_400_000;
const LATEST = daysTo(MAX_YEAR + 1, 1, 1) * 86_400_000 - 1;

/**
 * Reads a number as an instant, UTC: seconds since 1970 up to 2e10 in size, milliseconds beyond. A fraction of a second is
 * rounded to a microsecond; seconds before 1970 and milliseconds have none.
 *
 * @returns the instant, or null outside of the years 1 to 9999 and for a fraction where there is none
 * @source pydantic-core 2, speedate, `DateTime.from_timestamp`
 */
export function dateTimeFromUnix(value: number): DateTime<true> | null {
  const isSeconds = Math.abs(value) <= MOST_SECONDS;
  const whole = Math.trunc(value);
  const fraction = value - whole;
  if (!Number.isFinite(value) || (fraction !== 0 && (value < 0 || !isSeconds))) return null;
  const milliseconds = isSeconds ? whole * 1000 : whole;
  if (milliseconds < EARLIEST || milliseconds > LATEST) return null;
  return dateTimeAt(milliseconds, Math.round(fraction * 1_000_000));
}
