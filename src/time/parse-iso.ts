/*
 * Text -> instant, by a narrow ISO 8601: a calendar date, alone or with a time in one form. And numbers -> instant: seconds or
 * milliseconds since 1970, as texts of whole numbers too.
 */
import { type DateTime } from 'luxon';

import { dateTimeAt, FIRST_MILLISECOND, LAST_MILLISECOND } from './instant.js';
import { fromGroups } from './text.js';
import { parseCanonical } from './quick.js';

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

/** Numbers beyond this, in size, are milliseconds; up to it seconds. */
const MOST_SECONDS = 2e10;

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
  if (milliseconds < FIRST_MILLISECOND || milliseconds > LAST_MILLISECOND) return null;
  return dateTimeAt(milliseconds, Math.round(fraction * 1_000_000));
}
