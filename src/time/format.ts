import { type DateTime } from 'luxon';

import { ValueError } from '../errors/index.js';
import { dateFault, isDateTime, microsecondOf } from './instant.js';
import { TextRoom } from '../text/index.js';

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
  return textIn(dateTime, '+00:00');
}

/**
 * The same, but UTC is `Z`: `2026-11-23T16:37:01.243753Z`.
 *
 * @throws {@link ValueError} as {@link formatDateTime}
 * @source pydantic-core 2, speedate, `DateTime.to_string`
 */
export function formatDateTimeZ(dateTime: DateTime): string {
  return textIn(dateTime, 'Z');
}

type Utc = '+00:00' | 'Z';

function textIn(dateTime: DateTime, utc: Utc): string {
  const known = TextRoom.textOf(dateTime);
  if (known !== null) return respelled(known, utc);
  const text = write(dateTime, utc);
  TextRoom.keep(dateTime, text);
  return text;
}

const Z = 'Z'.charCodeAt(0);

/** A text that was kept, with UTC as it is asked for: it may have come in by the other spelling. */
function respelled(text: string, utc: Utc): string {
  const isZ = text.charCodeAt(text.length - 1) === Z;
  if (utc === 'Z') return isZ || !text.endsWith('+00:00') ? text : `${text.slice(0, -'+00:00'.length)}Z`;
  return isZ ? `${text.slice(0, -1)}+00:00` : text;
}

function write(dateTime: DateTime, utc: Utc): string {
  if (!isDateTime(dateTime)) throw ValueError.of(dateFault(dateTime) ?? 'the value is no DateTime');
  const offset = Number.isInteger(dateTime.offset) ? dateTime.offset : 0;
  // the first 19 characters of the local reading: YYYY-MM-DDTHH:MM:SS
  const local = new Date(Math.floor(dateTime.toMillis()) + offset * MINUTE).toISOString().slice(0, 19);
  const microsecond = microsecondOf(dateTime);
  const fraction = microsecond === 0 ? '' : `.${String(microsecond).padStart(6, '0')}`;
  return local + fraction + (offset === 0 ? utc : writeOffset(offset));
}

function writeOffset(offset: number): string {
  const minutes = Math.abs(offset);
  const hours = Math.floor(minutes / 60);
  return `${offset < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes - hours * 60)}`;
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}
