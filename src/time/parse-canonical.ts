/*
 * Wire text -> instant, for the forms that nearly every text has: the one that Prefect writes,
 * `2026-11-23T16:37:01.243753+00:00`, with or without the six digits, and the same with `Z`. They are read character by
 * character; what has another form is read by the grammar.
 */
import { type DateTime } from 'luxon';

import { dayOf } from './calendar.js';
import { makeDateTime } from './luxon-inside.js';
import { TWO_DIGITS_MASK, twoDigits } from '../text/index.js';

const DASH = '-'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const DOT = '.'.charCodeAt(0);
const PLUS = '+'.charCodeAt(0);
const T = 'T'.charCodeAt(0);
const Z = 'Z'.charCodeAt(0);

const SECONDS_END = '9999-99-99T99:99:99'.length;
const MICROSECONDS_END = '9999-99-99T99:99:99.999999'.length;
const Z_LENGTH = 'Z'.length;
const OFFSET_LENGTH = '+99:99'.length;

/** Reads a text of a canonical form; null for any other value, and for what is no instant of the calendar. */
export function parseCanonical(text: unknown): DateTime<true> | null {
  if (typeof text !== 'string' || text.length <= SECONDS_END) return null;
  const isExact = text.charCodeAt(SECONDS_END) === DOT;
  const end = isExact ? MICROSECONDS_END : SECONDS_END;
  const isZ = text.length === end + Z_LENGTH;
  if (!isZ && text.length !== end + OFFSET_LENGTH) return null;
  const sign = text.charCodeAt(end);
  const hasMarks =
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    (isZ ? sign === Z : (sign === PLUS || sign === DASH) && text.charCodeAt(end + 3) === COLON);
  if (!hasMarks) return null;

  const century = twoDigits(text, 0);
  const inCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const first = isExact ? twoDigits(text, 20) : 0;
  const middle = isExact ? twoDigits(text, 22) : 0;
  const last = isExact ? twoDigits(text, 24) : 0;
  const offsetHour = isZ ? 0 : twoDigits(text, end + 1);
  const offsetMinute = isZ ? 0 : twoDigits(text, end + 4);
  const all = century | inCentury | month | day | hour | minute | second | first | middle | last;
  // of the offset no more is asked: what is no digit is above every bound
  if ((all & ~TWO_DIGITS_MASK) !== 0 || offsetHour > 23 || offsetMinute > 59) return null;

  const year = century * 100 + inCentury;
  const days = dayOf(year, month, day);
  if (days === null || hour > 23 || minute > 59 || second > 59) return null;
  const ahead = offsetHour * 60 + offsetMinute;
  // 0 - x, because -x makes -0 of nothing
  const offset = sign === DASH ? 0 - ahead : ahead;
  const microseconds = (first * 100 + middle) * 100 + last;
  const millisecond = (microseconds / 1000) | 0;
  const minutes = (days * 24 + hour) * 60 + minute - offset;
  const civil = { year, month, day, hour, minute, second, millisecond };
  const past = microseconds - millisecond * 1000;
  // -00:00 is not what is written for its instant
  const written = sign === DASH && offset === 0 ? null : text;
  return makeDateTime(minutes * 60_000 + second * 1000 + millisecond, offset, past, written, civil);
}
