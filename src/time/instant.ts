import { DateTime, type Zone } from 'luxon';

import { ValueError } from '../errors/index.js';
import { pastMillisecond } from './exact.js';
import { carry, makeDateTime } from './luxon.js';

/** The first year that the wire can hold: Python knows no year 0. */
export const MIN_YEAR = 1;

/** The last year that the wire can hold: it has four digits. */
export const MAX_YEAR = 9999;

/**
 * Tells a usable luxon value, of whichever copy of luxon: it ships one for `import` and one for `require`, so that
 * `instanceof` would refuse the other one's objects.
 */
export function isDateTime(value: unknown): value is DateTime {
  // a method, because luxon's own mark is a plain property, which JSON can hold
  if (!DateTime.isDateTime(value) || typeof (value as Partial<DateTime>).toMillis !== 'function') return false;
  return value.isValid && value.year >= MIN_YEAR && value.year <= MAX_YEAR;
}

/**
 * Makes a `DateTime` from an exact instant.
 *
 * @param milliseconds - since 1970-01-01T00:00:00Z, whole
 * @param microseconds - past that millisecond, whole; any number of them, also negative
 * @param zone - a luxon zone, or minutes east of UTC
 * @param text - the canonical wire text, when the caller has it already
 */
export function dateTimeAt(
  milliseconds: number,
  microseconds: number,
  zone: Zone | number = 0,
  text: string | null = null,
): DateTime<true> {
  const over = Math.floor(microseconds / 1000);
  const microsecond = microseconds - over * 1000;
  if (typeof zone === 'number') return makeDateTime(milliseconds + over, zone, microsecond, text);
  const dateTime = DateTime.fromMillis(milliseconds + over, { zone }) as DateTime<true>;
  if (microsecond !== 0) carry(dateTime, microsecond, text);
  return dateTime;
}

/**
 * The instant to the microsecond, of a luxon value that was made from fractions of a millisecond; any other is kept.
 *
 * @internal
 */
export function wholeMicroseconds(dateTime: DateTime): DateTime {
  const milliseconds = dateTime.toMillis();
  if (Number.isInteger(milliseconds)) return dateTime;
  const whole = Math.floor(milliseconds);
  return dateTimeAt(whole, Math.round((milliseconds - whole) * 1000), dateTime.zone);
}

/**
 * Gives the microsecond of the second, 0 to 999999.
 *
 * @source Python, `datetime.microsecond`
 * @example
 * ```ts
 * microsecondOf(parseDateTime('2024-05-01T12:00:00.123456Z')!) //=> 123456
 * ```
 */
export function microsecondOf(dateTime: DateTime): number {
  return dateTime.millisecond * 1000 + pastMillisecond(dateTime);
}

/**
 * Orders two instants to the microsecond, whatever their zones: negative, 0 or positive. luxon's own comparison sees
 * milliseconds only.
 */
export function compareDateTimes(left: DateTime, right: DateTime): number {
  return left.toMillis() - right.toMillis() || pastMillisecond(left) - pastMillisecond(right);
}

/**
 * The time from one instant to another in whole microseconds, exact; negative when the second is earlier. luxon's own `diff` sees
 * milliseconds only.
 */
export function microsecondsBetween(from: DateTime, to: DateTime): number {
  return (to.toMillis() - from.toMillis()) * 1000 + pastMillisecond(to) - pastMillisecond(from);
}

/** A text that is the same for the same instant, whatever the zone. @internal */
export function instantKey(dateTime: DateTime): string {
  return `${Math.floor(dateTime.toMillis())}.${pastMillisecond(dateTime)}`;
}

/**
 * Moves an instant, keeping its zone and its microseconds. luxon's `plus` makes a new object without them.
 *
 * @param microseconds - whole, negative to go back
 * @throws {@link ValueError} for a fraction of a microsecond
 */
export function addMicroseconds(dateTime: DateTime, microseconds: number): DateTime<true> {
  if (!Number.isInteger(microseconds)) throw ValueError.of('microseconds must be a whole number');
  return dateTimeAt(Math.floor(dateTime.toMillis()), pastMillisecond(dateTime) + microseconds, dateTime.zone);
}

/** The same instant in UTC, with its microseconds. luxon's `toUTC` makes a new object without them. */
export function inUtc(dateTime: DateTime): DateTime<true> {
  return dateTimeAt(Math.floor(dateTime.toMillis()), pastMillisecond(dateTime));
}
