/* Whether the private way to luxon's `DateTime` is still open. */
import { type DateTime } from 'luxon';

import { type MakeDateTime, makePublicly } from './date-time.js';

/** Instants that two ways to make them must agree on: leap days, ends of years and eras, before 1970, offsets. */
const PROBES: readonly (readonly [number, number])[] = [
  [0, 0],
  [1_709_210_096_789, 330],
  [-62_135_596_800_000, 0],
  [253_402_300_799_999, -1439],
  [-2_203_977_600_001, -210],
  [951_868_800_000, 60],
];

/** Whether a way to make luxon values makes the very same ones as the public way. */
export function agreesWithLuxon(make: MakeDateTime): boolean {
  try {
    return PROBES.every(([milliseconds, offset]) => {
      const [made, known] = [make(milliseconds, offset), makePublicly(milliseconds, offset)];
      return (
        made.equals(known) &&
        made.toISO() === known.toISO() &&
        made.plus({ months: 1 }).toISO() === known.plus({ months: 1 }).toISO() &&
        JSON.stringify(entriesOf(made)) === JSON.stringify(entriesOf(known))
      );
    });
  } catch {
    return false;
  }
}

function entriesOf(dateTime: DateTime): unknown {
  // its own toJSON would give the text
  return Object.entries(dateTime);
}
