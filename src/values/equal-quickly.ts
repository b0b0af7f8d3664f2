/*
 * The quick walk through two values that are to be equal. In the bundle for browsers `without-equal-quickly.ts` stands in the
 * place of this file.
 */
import { compareDateTimes, isDateTime } from '../time/index.js';
import { isPlain } from './brand.js';

const QUICK_PAIRS = 500;
const QUICK_DEPTH = 8;

// parts that are shared are compared again each time: without a limit that would take too long
let pairsLeft = 0;

/** Compares instants, and plain objects and lists that are small; null for what is left to the walk. */
export function equalQuickly(left: unknown, right: unknown): boolean | null {
  pairsLeft = QUICK_PAIRS;
  return equalWithin(left, right, 0);
}

function equalWithin(left: unknown, right: unknown, depth: number): boolean | null {
  if (left === right || Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (isDateTime(left)) return isDateTime(right) ? compareDateTimes(left, right) === 0 : null;
  pairsLeft -= 1;
  if (pairsLeft < 0 || depth === QUICK_DEPTH) return null;
  if (Array.isArray(left)) return Array.isArray(right) ? equalItems(left, right, depth + 1) : null;
  return isPlain(left) && isPlain(right) ? equalEntries(left, right, depth + 1) : null;
}

function equalItems(left: readonly unknown[], right: readonly unknown[], depth: number): boolean | null {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index += 1) {
    const found = equalWithin(left[index], right[index], depth);
    if (found !== true) return found;
  }
  return true;
}

function equalEntries(left: object, right: object, depth: number): boolean | null {
  const keys = Object.keys(left);
  const others = Object.keys(right);
  if (keys.length !== others.length) return false;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index]!;
    // most have their keys in one order
    if (key !== others[index] && !Object.hasOwn(right, key)) return false;
    const found = equalWithin((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key], depth);
    if (found !== true) return found;
  }
  return true;
}
