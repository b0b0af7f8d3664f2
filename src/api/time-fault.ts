import { type DateTime } from 'luxon';

import { compareDateTimes, parseDateTime } from '../index.js';

const FIRST = parseDateTime('0001-01-01T00:00:00Z')!;
const LAST = parseDateTime('9999-12-31T23:59:59.999999Z')!;

/** What is said of an instant that no column of times can hold. */
export const OUT_OF_RANGE = { code: 'rule', msg: 'date value out of range' } as const;

/** Why no column can hold an instant; null for one that can be written. In UTC the years 1 to 9999 end at other times than elsewhere. */
export function timeFault(time: DateTime): typeof OUT_OF_RANGE | null {
  const isHeld = time.isValid && compareDateTimes(time, FIRST) >= 0 && compareDateTimes(time, LAST) <= 0;
  return isHeld ? null : OUT_OF_RANGE;
}
