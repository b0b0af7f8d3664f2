import { DateTime, FixedOffsetZone, type Zone } from 'luxon';

import { SerializationError, ValueError } from '../errors/index.js';
import { carry, MAX_YEAR, MIN_YEAR, pastMillisecond } from './date-time.js';
import { makeDateTime } from './quick.js';

/** The first millisecond that the wire can hold, 0001-01-01T00:00:00Z. */
export const FIRST_MILLISECOND = -62_135_596_800_000;

/** The last millisecond that the wire can hold, 9999-12-31T23:59:59.999Z. */
export const LAST_MILLISECOND = 253_402_300_799_999;

/** The furthest from 1970 that a `Date`, and so luxon, can be. */
const MAX_MILLISECONDS = 8.64e15;

/**
 * Tells a usable luxon value, of whichever copy of luxon: it ships one for `import` and one for `require`, so that
 * `instanceof` would refuse the other one's objects.
 */
export function isDateTime(value: unknown): value is DateTime {
  return isLuxon(value) && value.isValid && value.year >= MIN_YEAR && value.year <= MAX_YEAR;
}

/** Tells any luxon value, of whichever copy, usable or not. @internal */
export function isLuxon(value: unknown): value is DateTime {
  // a method, because luxon's own mark is a plain property, which JSON can hold
  return DateTime.isDateTime(value) && typeof (value as Partial<DateTime>).toMillis === 'function';
}

/** Why the wire cannot hold a date, luxon's or JavaScript's; null for one that it holds, and for all else. @internal */
export function dateFault(value: unknown): string | null {
  if (isDateTime(value)) return null;
  if (isLuxon(value)) return value.isValid ? yearFault(value.year) : 'the DateTime is not valid';
  if (!isDate(value)) return null;
  const milliseconds = value.getTime();
  if (milliseconds >= FIRST_MILLISECOND && milliseconds <= LAST_MILLISECOND) return null;
  return Number.isNaN(milliseconds) ? 'the Date is not valid' : yearFault(value.getUTCFullYear());
}

function yearFault(year: number): string {
  return `year ${year} is out of range`;
}

/** By its tag: it may be of another realm. */
function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]' && typeof (value as Date).getTime === 'function';
}

/**
 * Makes a `DateTime` from an exact instant.
 *
 * @param milliseconds - since 1970-01-01T00:00:00Z, whole
 * @param microseconds - past that millisecond, whole; any number of them, also negative
 * @param zone - a luxon zone, or minutes east of UTC
 * @throws {@link ValueError} for an instant that luxon does not know
 */
export function dateTimeAt(milliseconds: number, microseconds: number, zone: Zone | number = 0): DateTime<true> {
  const over = Math.floor(microseconds / 1000);
  const microsecond = microseconds - over * 1000;
  const at = milliseconds + over;
  // luxon makes an invalid value of it, or throws an error of its own: that is a setting
  if (Math.abs(at) > MAX_MILLISECONDS) throw ValueError.of('date value out of range');
  const offset = zone === FixedOffsetZone.utcInstance ? 0 : zone;
  if (typeof offset === 'number') return makeDateTime(at, offset, microsecond);
  const dateTime = DateTime.fromMillis(at, { zone: offset }) as DateTime<true>;
  if (microsecond !== 0) carry(dateTime, microsecond, null);
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

/**
 * A text that is the same for the same instant, whatever the zone.
 *
 * @throws {@link SerializationError} for a date that the wire cannot hold, with its place
 * @internal
 */
export function instantKey(dateTime: DateTime, place: string): string {
  const fault = dateFault(dateTime);
  if (fault !== null) throw SerializationError.unwritable(place, fault);
  return `${Math.floor(dateTime.toMillis())}.${pastMillisecond(dateTime)}`;
}

/**
 * Moves an instant, keeping its zone and its microseconds. luxon's `plus` makes a new object without them. What is invalid
 * stays so.
 *
 * @param microseconds - whole, negative to go back
 * @throws {@link ValueError} for a fraction of a microsecond, and for an instant that luxon does not know
 */
export function addMicroseconds<V extends boolean>(dateTime: DateTime<V>, microseconds: number): DateTime<V> {
  if (!Number.isInteger(microseconds)) throw ValueError.of('microseconds must be a whole number');
  if (!dateTime.isValid) return dateTime;
  const past = pastMillisecond(dateTime) + microseconds;
  return dateTimeAt(Math.floor(dateTime.toMillis()), past, dateTime.zone) as DateTime<V>;
}

/**
 * The same instant in UTC, with its microseconds; what is in UTC already is given back. luxon's `toUTC` makes a new object
 * without them. What is invalid stays so.
 */
export function toUtcDateTime<V extends boolean>(dateTime: DateTime<V>): DateTime<V> {
  const milliseconds = dateTime.toMillis();
  const isUtc = dateTime.zone === FixedOffsetZone.utcInstance && Number.isInteger(milliseconds);
  if (isUtc || !dateTime.isValid) return dateTime;
  return dateTimeAt(Math.floor(milliseconds), pastMillisecond(dateTime)) as DateTime<V>;
}
