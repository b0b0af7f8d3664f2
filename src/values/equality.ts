import { compareDateTimes, isDateTime } from '../time/index.js';
import { type Brand, brandOf, equalBytes, isPlain } from './brand.js';
import { equalQuickly } from './equal-quickly.js';

type Pair = readonly [left: unknown, right: unknown];

/** By this method secrets say what they equal. @internal */
export const SAME = Symbol.for('prefect-states.same');

/** By this method models give their fields, to be compared as an object's. @internal */
export const PARTS = Symbol.for('prefect-states.parts');

interface Comparable {
  [SAME](other: unknown): boolean;
}

interface Composed {
  [PARTS](): object;
}

/**
 * Compares two values as Python's `==` compares what came from JSON: objects without regard to the order of their keys,
 * instants whatever their zone, numbers by value. Unlike there, `true` is not 1.
 *
 * Runs without recursion and remembers the pairs it has seen, so that neither a deep nor a circular value harms it.
 */
export function equalValues(left: unknown, right: unknown): boolean {
  return equalQuickly(left, right) ?? equalByWalk(left, right);
}

function equalByWalk(left: unknown, right: unknown): boolean {
  const open: Pair[] = [[left, right]];
  const seen = new Map<object, Set<unknown>>();
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [a, b] = pair;
    if (Object.is(a, b) || a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const partners = seen.get(a) ?? new Set();
    if (partners.has(b)) continue;
    seen.set(a, partners.add(b));
    const pairs = compareObjects(partsOf(a), partsOf(b));
    if (pairs === null) return false;
    // one by one: a large list has more pairs than a call may have arguments
    for (const each of pairs) open.push(each);
  }
  return true;
}

/** A model stands for its fields: the reference compares dictionaries. */
function partsOf(value: object): object {
  return PARTS in value ? (value as Composed)[PARTS]() : value;
}

/** The pairs that must be equal for two objects to be equal, or null when they differ whatever is inside. */
function compareObjects(left: object, right: object): Pair[] | null {
  if (isComparable(left)) return left[SAME](right) ? [] : null;
  if (isDateTime(left)) return isDateTime(right) && compareDateTimes(left, right) === 0 ? [] : null;
  const [brand, other] = [brandOf(left), brandOf(right)];
  if (brand !== other) return isEntries(brand) && isEntries(other) ? pairEntries(left, right) : null;
  switch (brand) {
    case 'date':
      return (left as Date).getTime() === (right as Date).getTime() ? [] : null;
    case 'bytes':
      return equalBytes(left as Uint8Array, right as Uint8Array) ? [] : null;
    case 'array':
      return pairItems(left as unknown[], right as unknown[]);
    case 'set':
      return pairMembers(left as Set<unknown>, right as Set<unknown>);
    case 'map':
    case 'plain':
      return pairEntries(left, right);
    default:
      return null;
  }
}

function pairItems(left: readonly unknown[], right: readonly unknown[]): Pair[] | null {
  return left.length === right.length ? Array.from(left, (item, i): Pair => [item, right[i]]) : null;
}

function isComparable(value: object): value is Comparable {
  return SAME in value;
}

/** Sets of scalars have no order; what else a set holds is compared in the order in which it came in. */
function pairMembers(left: Set<unknown>, right: Set<unknown>): Pair[] | null {
  if (left.size !== right.size) return null;
  if ([...left].every((item) => right.has(item))) return [];
  const others = [...right];
  return Array.from(left, (item, i): Pair => [item, others[i]]);
}

function isEntries(brand: Brand | null): boolean {
  return brand === 'map' || brand === 'plain';
}

/** A map and an object hold the same when their entries are the same. */
function pairEntries(left: object, right: object): Pair[] | null {
  const [entries, others] = [entriesOf(left), entriesOf(right)];
  if (others.size !== entries.size) return null;
  const pairs = Array.from(entries, ([key, item]): Pair | null => (others.has(key) ? [item, others.get(key)] : null));
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

function entriesOf(value: object): ReadonlyMap<unknown, unknown> {
  return isPlain(value) ? new Map(Object.entries(value)) : (value as Map<unknown, unknown>);
}
