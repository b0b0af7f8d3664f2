import { type DateTime } from 'luxon';

import { type Civil, civilAt, makeDateTime } from './luxon.js';

/** A stretch of milliseconds in which instants were given, and how far the fullest of them was counted up. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const PER_MILLISECOND = 1000;

// the stretch that instants come from now
let from = Number.NEGATIVE_INFINITY;
let fullest = 0;
// where it stands
let reading = Number.NEGATIVE_INFINITY;
let millisecond = Number.NEGATIVE_INFINITY;
let count = 0;
// stretches that were left because the clock was set back
let left: Span[] = [];

/**
 * Gives the current time, UTC, to the microsecond; no instant twice in one process.
 *
 * The millisecond is `Date.now()`'s, so that fake timers work and a clock that is set back is followed. The three digits
 * below it are a count, since JavaScript has no wall clock that fine: two states made in one microsecond would collide
 * in Prefect's unique index on (run, timestamp). A millisecond that is full runs over into the next one.
 *
 * @example
 * ```ts
 * compareDateTimes(now(), now()) < 0 //=> true
 * ```
 */
export function now(): DateTime<true> {
  const wall = Date.now();
  if (wall < reading) leave();
  reading = wall;
  if (wall > millisecond) enter(wall);
  if (count >= PER_MILLISECOND) enter(millisecond + 1);
  const microsecond = count;
  count += 1;
  if (count > fullest) fullest = count;
  return makeDateTime(millisecond, 0, microsecond, null, civilNow());
}

let civil: Civil | null = null;
let civilOf = Number.NaN;

/** The calendar's reading of the current millisecond: one record for all its instants, as luxon shares it among copies. */
function civilNow(): Civil {
  if (civil === null || civilOf !== millisecond) {
    civil = civilAt(millisecond);
    civilOf = millisecond;
  }
  return civil;
}

/** Begins a millisecond above everything that was counted there before the clock was set back. */
function enter(next: number): void {
  if (from === Number.NEGATIVE_INFINITY) from = next;
  millisecond = next;
  count = 0;
  for (const span of left) {
    if (millisecond < span.from || millisecond > span.to) continue;
    if (span.count >= PER_MILLISECOND) {
      enter(span.to + 1);
      return;
    }
    count = Math.max(count, span.count);
  }
}

/** Remembers the stretch that ends here, as one with those it touches, and begins another. */
function leave(): void {
  const merged = left.filter((span) => span.from <= millisecond && span.to >= from);
  left = left.filter((span) => !merged.includes(span));
  left.push({
    from: Math.min(from, ...merged.map((span) => span.from)),
    to: Math.max(millisecond, ...merged.map((span) => span.to)),
    count: Math.max(fullest, ...merged.map((span) => span.count)),
  });
  from = millisecond = Number.NEGATIVE_INFINITY;
  fullest = 0;
}
