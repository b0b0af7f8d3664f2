import { type DateTime } from 'luxon';

import { FIRST_MILLISECOND, LAST_MILLISECOND } from './instant.js';
import { makeDateTime } from './quick.js';

/** A stretch of milliseconds in which instants were given, and how far the fullest of them was counted up. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const PER_MILLISECOND = 1000;

/** A clock that goes further at one go leaves a gap, which stays free. */
const LEAP = 3_600_000;

/** The most stretches that are remembered; the nearest two become one, with what lies between them. */
const MOST_SPANS = 100;

const NOWHERE = Number.NEGATIVE_INFINITY;

// what the clock said last
let reading = NOWHERE;
// the stretch that instants come from now, and where it stands
let from = NOWHERE;
let millisecond = NOWHERE;
let count = 0;
let fullest = 0;
// the stretches that were left because the clock was set, in the order of time and apart from each other
let left: Span[] = [];

/**
 * Gives the current time, UTC, to the microsecond; no instant twice in one process.
 *
 * The millisecond is `Date.now()`'s, so that fake timers work and a clock that is set back is followed. The three digits
 * below it begin where `performance.now()` stands and count on, since JavaScript has no wall clock that fine: two states made in
 * one microsecond would collide in Prefect's unique index on (run, timestamp). Did they begin at 0, one state in a thousand
 * would stand at a whole second, whose text has no fraction, and before the `Z` of Prefect 3 sorts behind those that have one.
 * A millisecond that is full runs over into the next one.
 *
 * What is no time of the years 1 to 9999 (`Infinity`, `NaN`) is no reading: the clock is taken to stand where it stood, or in 1970
 * when it never said a time. Behind the end of the year 9999, instants are taken from the first that are free.
 *
 * @example
 * ```ts
 * compareDateTimes(currentDateTime(), currentDateTime()) < 0 //=> true
 * ```
 */
export function currentDateTime(): DateTime<true> {
  const wall = Date.now();
  if (wall !== reading) turnTo(wall);
  if (count >= PER_MILLISECOND) enter(millisecond + 1);
  const microsecond = count;
  count += 1;
  if (count > fullest) fullest = count;
  return makeDateTime(millisecond, 0, microsecond);
}

/** Follows the clock to another reading. */
function turnTo(wall: number): void {
  const isTime = wall >= FIRST_MILLISECOND && wall <= LAST_MILLISECOND;
  if (!isTime && reading !== NOWHERE) return;
  const next = isTime ? Math.floor(wall) : 0;
  if (next < reading || next - millisecond > LEAP) leave();
  reading = next;
  if (next <= millisecond) return;
  // microseconds into the millisecond, by a clock that is not the wall's: 0 under fake timers, and where there is none
  const fine = typeof performance === 'undefined' ? 0 : performance.now();
  enter(next, Math.floor((fine - Math.floor(fine)) * PER_MILLISECOND));
}

/** Begins a millisecond: at a microsecond, or above everything that was counted there before the clock was set. */
function enter(next: number, microsecond = 0): void {
  // nearly always nothing was left
  let free = left.length === 0 ? next : freeFrom(next);
  if (free > LAST_MILLISECOND) {
    leave();
    free = freeFrom(FIRST_MILLISECOND);
  }
  millisecond = free;
  const counted = left.find((span) => millisecond >= span.from && millisecond <= span.to)?.count ?? 0;
  count = Math.max(counted, microsecond);
  if (from === NOWHERE) from = millisecond;
}

/** The first millisecond, from one on, that is not in a stretch which is full. */
function freeFrom(next: number): number {
  let free = next;
  for (const span of left)
    if (span.count >= PER_MILLISECOND && free >= span.from && free <= span.to) free = span.to + 1;
  return free;
}

/** Remembers the stretch that ends here, as one with those it touches. */
function leave(): void {
  if (from === NOWHERE) return;
  const own = { from, to: millisecond, count: fullest };
  const before = left.filter((span) => span.to < own.from - 1);
  const behind = left.filter((span) => span.from > own.to + 1);
  const touched = left.slice(before.length, left.length - behind.length);
  left = [...before, touched.reduce(asOne, own), ...behind];
  if (left.length > MOST_SPANS) joinNearest();
  from = millisecond = NOWHERE;
  fullest = 0;
}

function joinNearest(): void {
  const gaps = left.slice(1).map((span, i) => span.from - left[i]!.to);
  const nearest = gaps.indexOf(Math.min(...gaps));
  left.splice(nearest, 2, asOne(left[nearest]!, left[nearest + 1]!));
}

function asOne(one: Span, other: Span): Span {
  return {
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
    count: Math.max(one.count, other.count),
  };
}
