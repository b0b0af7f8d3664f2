/*
 * Wire text -> instant, for the one form that Prefect writes: `2026-11-23T16:37:01.243753+00:00`, with or without the six
 * digits. Nearly every text has it, so it is read by character codes; what has another form is read by the grammar.
 */
import { type DateTime } from 'luxon';

import { dateTimeAt, MIN_YEAR } from './instant.js';
import { daysTo } from './luxon.js';
import { fits, shapeLike } from './shape.js';

const WHOLE_SECONDS = shapeLike('9999-99-99T99:99:99±99:99');
const MICROSECONDS = shapeLike('9999-99-99T99:99:99.999999±99:99');

/** Reads a text of the canonical form; null for any other, and for what is no instant of the calendar. */
export function parseCanonical(text: string): DateTime<true> | null {
  const isExact = text.length === MICROSECONDS.length;
  if (!fits(text, isExact ? MICROSECONDS : WHOLE_SECONDS)) return null;
  const year = digits(text, 0) * 100 + digits(text, 2);
  const month = digits(text, 5);
  const day = digits(text, 8);
  const hour = digits(text, 11);
  const minute = digits(text, 14);
  const second = digits(text, 17);
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const sign = text.length - 6;
  const offsetHours = digits(text, sign + 1);
  const offsetMinutes = digits(text, sign + 4);
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const isEast = text[sign] === '+';
  const east = offsetHours * 60 + offsetMinutes;
  // 0 - x, because -x makes -0 of nothing
  const offset = isEast ? east : 0 - east;
  const microsecond = isExact ? (digits(text, 20) * 100 + digits(text, 22)) * 100 + digits(text, 24) : 0;
  const minutes = (daysTo(year, month, day) * 24 + hour) * 60 + minute - offset;
  // -00:00 is UTC, which is written +00:00
  return dateTimeAt(minutes * 60_000 + second * 1000, microsecond, offset, isEast || offset !== 0 ? text : null);
}

const TWO_ZEROS = 48 * 10 + 48;

function digits(text: string, index: number): number {
  return text.charCodeAt(index) * 10 + text.charCodeAt(index + 1) - TWO_ZEROS;
}

const LENGTHS = Uint8Array.of(0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);

/** Whether the calendar has a date, from year 1 on. */
export function isDate(year: number, month: number, day: number): boolean {
  if (year < MIN_YEAR || month < 1 || month > 12 || day < 1) return false;
  return day <= LENGTHS[month]! || (day === 29 && month === 2 && isLeap(year));
}

/** Whether a year has 29 February. */
export function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
