import { type DateTime } from 'luxon';

import { ValueError } from '../errors/index.js';
import { TextRoom } from './exact.js';
import { dateFault, isDateTime, microsecondOf } from './instant.js';

const MINUTE = 60_000;

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
  const known = TextRoom.textOf(dateTime);
  if (known !== null) return known;
  const text = write(dateTime);
  TextRoom.keep(dateTime, text);
  return text;
}

function write(dateTime: DateTime): string {
  if (!isDateTime(dateTime)) throw ValueError.of(dateFault(dateTime) ?? 'the value is no DateTime');
  const offset = Number.isInteger(dateTime.offset) ? dateTime.offset : 0;
  // the first 19 signs of the local reading: YYYY-MM-DDTHH:MM:SS
  const local = new Date(Math.floor(dateTime.toMillis()) + offset * MINUTE).toISOString().slice(0, 19);
  const microsecond = microsecondOf(dateTime);
  const fraction = microsecond === 0 ? '' : `.${String(microsecond).padStart(6, '0')}`;
  return local + fraction + writeOffset(offset);
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(offset);
  const hours = Math.floor(minutes / 60);
  return `${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes - hours * 60)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
