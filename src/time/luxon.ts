/* luxon's documented way to an instant. */
import { DateTime, FixedOffsetZone, type Zone } from 'luxon';

import { type Civil } from './calendar.js';
import { type Carrier, EXACT } from './exact.js';
import { TextRoom } from './text-room.js';

/**
 * Makes a luxon value.
 *
 * @param milliseconds - since 1970-01-01T00:00:00Z, whole
 * @param offset - minutes east of UTC
 * @param microsecond - past the millisecond, 0 to 999
 * @param text - the canonical text, when the caller has it already
 * @param civil - the local reading, when the caller has it already
 */
export type MakeDateTime = (
  milliseconds: number,
  offset: number,
  microsecond?: number,
  text?: string | null,
  civil?: Civil | null,
) => DateTime<true>;

/** By luxon's documented way. */
export const makePublicly: MakeDateTime = (milliseconds, offset, microsecond = 0, text = null) => {
  const made = DateTime.fromMillis(milliseconds, { zone: zoneOf(offset) }) as DateTime<true>;
  if (microsecond !== 0) carry(made, microsecond, text);
  return made;
};

/** Puts microseconds on a value that luxon made. */
export function carry(dateTime: DateTime, microsecond: number, text: string | null): void {
  (dateTime as Carrier)[EXACT] = microsecond;
  new TextRoom(dateTime, text);
}

const zones = new Map<number, Zone>([[0, FixedOffsetZone.utcInstance]]);

/** The zone of an offset, in minutes east of UTC; one object for all its instants. */
export function zoneOf(offset: number): Zone {
  let zone = zones.get(offset);
  if (zone === undefined) zones.set(offset, (zone = FixedOffsetZone.instance(offset)));
  return zone;
}
