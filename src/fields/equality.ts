import { compareDateTimes, isDateTime } from '../time/index.js';
import { isPlain } from './python-text.js';

type Pair = readonly [left: unknown, right: unknown];

/** By this method models and secrets say what they equal as part of a value; a model's `equals` leaves out its id. @internal */
export const SAME = Symbol.for('prefect-states.same');

interface Comparable {
  [SAME](other: unknown): boolean;
}

/**
 * Compares two values as Python's `==` compares what came from JSON: objects without regard to the order of their keys,
 * instants whatever their zone, numbers by value. Unlike there, `true` is not 1.
 *
 * Runs without recursion and remembers the pairs it has seen, so that neither a deep nor a circular value harms it.
 */
export function equalValues(left: unknown, right: unknown): boolean {
  const open: Pair[] = [[left, right]];
  const seen = new Map<object, Set<unknown>>();
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [a, b] = pair;
    if (Object.is(a, b) || a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    const partners = seen.get(a) ?? new Set();
    if (partners.has(b)) continue;
    seen.set(a, partners.add(b));
    const parts = compareObjects(a, b);
    if (parts === null) return false;
    open.push(...parts);
  }
  return true;
}

/** The pairs that must be equal for two objects to be equal, or null when they differ whatever is inside. */
function compareObjects(left: object, right: object): Pair[] | null {
  if (isComparable(left)) return left[SAME](right) ? [] : null;
  if (isDateTime(left)) return isDateTime(right) && compareDateTimes(left, right) === 0 ? [] : null;
  if (left instanceof Date) return right instanceof Date && left.getTime() === right.getTime() ? [] : null;
  if (left instanceof Uint8Array) return right instanceof Uint8Array && Buffer.compare(left, right) === 0 ? [] : null;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length ? left.map((item, i): Pair => [item, right[i]]) : null;
  }
  if (left instanceof Set) return right instanceof Set ? pairItems(left, right) : null;
  const entries = entriesOf(left);
  const others = entriesOf(right);
  if (entries === null || others?.size !== entries.size) return null;
  const pairs = Array.from(entries, ([key, item]): Pair | null => (others.has(key) ? [item, others.get(key)] : null));
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

function isComparable(value: object): value is Comparable {
  return SAME in value;
}

function pairItems(left: Set<unknown>, right: Set<unknown>): Pair[] | null {
  return left.size === right.size && [...left].every((item) => right.has(item)) ? [] : null;
}

function entriesOf(value: object): Map<unknown, unknown> | null {
  if (value instanceof Map) return value;
  return isPlain(value) ? new Map(Object.entries(value)) : null;
}
