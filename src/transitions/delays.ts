/* Seconds, as the reference rounds them and spreads them at random. */
import { type DateTime } from 'luxon';

import { addMicroseconds, microsecondsBetween, parseDateTime } from '../time/index.js';

const MICROSECONDS = 1_000_000;

/**
 * Whole seconds until an instant that is to come; 0 when it is past or not half a second away. Half a second more does not
 * count.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `WaitForScheduledTime`
 * @internal
 */
export function secondsUntil(then: DateTime, now: DateTime): number {
  const left = Math.max(0, microsecondsBetween(now, then));
  // Python rounds a half to the even number, which here is always the 0
  return Math.floor(left / MICROSECONDS) + (left % MICROSECONDS > MICROSECONDS / 2 ? 1 : 0);
}

const FIRST = parseDateTime('0001-01-01T00:00:00Z')!;
const LAST = parseDateTime('9999-12-31T23:59:59.999999Z')!;

/** The instant a number of seconds later; the first or the last that can be written, when it would lie beyond. @internal */
export function afterSeconds(now: DateTime, seconds: number): DateTime {
  const microseconds = Math.round(seconds * MICROSECONDS);
  if (microseconds >= microsecondsBetween(now, LAST)) return LAST;
  if (microseconds <= microsecondsBetween(now, FIRST)) return FIRST;
  return addMicroseconds(now, microseconds);
}

/**
 * Spreads an interval at random, as the times between events of a Poisson process are spread, but never past the average and
 * `factor` times it, and with a bound below that leaves the average about where it is.
 *
 * @param average - any unit; 0 is given back as it is, where the reference divides by it
 * @param factor - above 0
 * @param random - gives numbers from 0 to below 1
 * @source prefect 2.20.25, utilities/math.py, `clamped_poisson_interval`
 * @internal
 */
export function clampedPoissonInterval(average: number, factor: number, random: () => number): number {
  if (average === 0) return 0;
  const share = (bound: number): number => 1 - Math.exp(-bound / average);
  const upper = share(average * (1 + factor));
  const lower = share(Math.max(0, average * lowerMultiple(1 + factor)));
  const drawn = lower + (upper - lower) * random();
  // the logarithm of 0 is none
  return -Math.log(Math.max(1 - drawn, SMALLEST)) * average;
}

const SMALLEST = 1e-10;
/** From here on the powers are too big, and the bound is as good as 0. */
const HUGE = 50;

/** The bound below: as much falls between it and the median as between the median and the bound above. */
function lowerMultiple(upperMultiple: number): number {
  if (upperMultiple >= HUGE) return 0;
  const power = 2 ** upperMultiple;
  return Math.log2(Math.max(power / (power - 1), SMALLEST));
}
