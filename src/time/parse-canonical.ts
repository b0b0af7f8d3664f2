/*
 * Wire text -> instant, for the forms that nearly every text has: the one that Prefect writes,
 * `2026-11-23T16:37:01.243753+00:00`, with or without the six digits, and the same with `Z`. They are read character by
 * character; what has another form is read by the grammar.
 */
import { type DateTime } from 'luxon';

import { daysTo, isDate } from './calendar.js';
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
const OFFSET_LENGTH = '+99:99'.length;

/** Stands for an offset that is none; a number, so that the function gives nothing but numbers. */
const NO_OFFSET = 0xffff;

/** Reads a text of a canonical form; null for any other, and for what is no instant of the calendar. */
export function parseCanonical(text: string): DateTime<true> | null {
  if (text.length <= SECONDS_END || !hasMarks(text)) return null;
  const isExact = text.charCodeAt(SECONDS_END) === DOT;
  if (isExact && text.length <= MICROSECONDS_END) return null;
  const end = isExact ? MICROSECONDS_END : SECONDS_END;
  const offset = readOffset(text, end);
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
  const all = century | inCentury | month | day | hour | minute | second | first | middle | last;
  if (offset === NO_OFFSET || (all & ~TWO_DIGITS_MASK) !== 0) return null;
  const year = century * 100 + inCentury;
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const microseconds = (first * 100 + middle) * 100 + last;
  const millisecond = (microseconds / 1000) | 0;
  const minutes = (daysTo(year, month, day) * 24 + hour) * 60 + minute - offset;
  const civil = { year, month, day, hour, minute, second, millisecond };
  const past = microseconds - millisecond * 1000;
  const written = isWrittenSo(text, end, offset) ? text : null;
  return makeDateTime(minutes * 60_000 + second * 1000 + millisecond, offset, past, written, civil);
}

/** Whether the characters between the digits of date and time are the right ones. */
function hasMarks(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  );
}

/** Reads what ends a text: minutes east of UTC. */
function readOffset(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === Z) return text.length === at + 1 ? 0 : NO_OFFSET;
  if (text.length !== at + OFFSET_LENGTH || text.charCodeAt(at + 3) !== COLON) return NO_OFFSET;
  const hours = twoDigits(text, at + 1);
  const minutes = twoDigits(text, at + 4);
  if (hours > 23 || minutes > 59) return NO_OFFSET;
  const offset = hours * 60 + minutes;
  if (sign === PLUS) return offset;
  // 0 - x, because -x makes -0 of nothing
  return sign === DASH ? 0 - offset : NO_OFFSET;
}

/** Whether a text is what is written for its instant: `-00:00` is not, since UTC is `+00:00` or `Z`. */
function isWrittenSo(text: string, end: number, offset: number): boolean {
  return offset !== 0 || text.charCodeAt(end) !== DASH;
}
