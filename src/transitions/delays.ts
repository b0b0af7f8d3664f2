/* Delays in seconds, rounded and randomized as the reference does it. */
import { type DateTime } from 'luxon';

import { addMicroseconds, microsecondsBetween, parseDateTime } from '../time/index.js';

const MICROSECONDS = 1_000_000;

/**
 * Whole seconds until an instant, rounded; exactly half a second rounds down. 0 when the instant is past.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `WaitForScheduledTime`
 * @internal
 */
export function secondsUntil(then: DateTime, now: DateTime): number {
  const left = Math.max(0, microsecondsBetween(now, then));
  // Python rounds a half to the even number, here always to 0
  return Math.floor(left / MICROSECONDS) + (left % MICROSECONDS > MICROSECONDS / 2 ? 1 : 0);
}

const FIRST = parseDateTime('0001-01-01T00:00:00Z')!;
const LAST = parseDateTime('9999-12-31T23:59:59.999999Z')!;

/** The instant some seconds later, clamped to the years 1 to 9999. @internal */
export function afterSeconds(now: DateTime, seconds: number): DateTime {
  const microseconds = Math.round(seconds * MICROSECONDS);
  if (microseconds >= microsecondsBetween(now, LAST)) return LAST;
  if (microseconds <= microsecondsBetween(now, FIRST)) return FIRST;
  return addMicroseconds(now, microseconds);
}

/**
 * A random interval from the exponential distribution, at most `average * (1 + factor)`. The lower bound keeps the average
 * about the same.
 *
 * @param average - any unit; for 0 it returns 0, where the reference divides by zero
 * @param factor - above 0
 * @param random - returns numbers from 0 to below 1
 * @source prefect 2.20.25, utilities/math.py, `clamped_poisson_interval`
 * @internal
 */
export function clampedPoissonInterval(average: number, factor: number, random: () => number): number {
  if (average === 0) return 0;
  const share = (bound: number): number => 1 - Math.exp(-bound / average);
  const upper = share(average * (1 + factor));
  const lower = share(Math.max(0, average * lowerMultiple(1 + factor)));
  const drawn = lower + (upper - lower) * random();
  // the logarithm of 0 is -Infinity
  return -Math.log(Math.max(1 - drawn, SMALLEST)) * average;
}

const SMALLEST = 1e-10;
/** From here on the bound is practically 0. */
const HUGE = 50;

/** The lower bound: equally likely are a value between it and the median, and one between the median and the upper bound. */
function lowerMultiple(upperMultiple: number): number {
  if (upperMultiple >= HUGE) return 0;
  const power = 2 ** upperMultiple;
  return Math.log2(Math.max(power / (power - 1), SMALLEST));
}
