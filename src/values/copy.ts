import { brandOf } from './brand.js';

/** By this method models copy themselves as part of a value. @internal */
export const COPY = Symbol.for('prefect-states.copy');

interface Copyable {
  [COPY](): unknown;
}

/**
 * Copies plain objects, arrays, maps, sets and bytes all the way down, and models by their own `copy`. Other instances
 * (secrets, errors) are shared: they do not change, or it is not known how to copy them.
 *
 * Runs without recursion on the way down a list of open parts, so that a deep value does no harm; a circular value
 * comes out circular.
 *
 * @source Python, copy.py, `deepcopy`
 */
export function copyValue(value: unknown): unknown {
  const copies = new Map<object, unknown>();
  const open: (() => void)[] = [];

  const copyOf = (part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if (!copies.has(part)) copies.set(part, begin(part));
    return copies.get(part);
  };

  /** Makes the empty copy at once and leaves filling it for later. */
  const begin = (part: object): unknown => {
    if (isCopyable(part)) return part[COPY]();
    switch (brandOf(part)) {
      case 'bytes':
        return Uint8Array.from(part as Uint8Array);
      case 'date':
        return new Date(part as Date);
      case 'array':
        return fill([] as unknown[], (copy) => {
          // from: a gap of a sparse array is an item too
          for (const item of Array.from(part as unknown[])) copy.push(copyOf(item));
        });
      case 'set':
        return fill(new Set(), (copy) => {
          (part as Set<unknown>).forEach((item) => copy.add(copyOf(item)));
        });
      case 'map':
        return fill(new Map(), (copy) => {
          (part as Map<unknown, unknown>).forEach((item, key) => copy.set(key, copyOf(item)));
        });
      case 'plain':
        return fill({}, (copy) => {
          Object.entries(part).forEach(([key, item]) => {
            setEntry(copy, key, copyOf(item));
          });
        });
      default:
        return part;
    }
  };

  const fill = <C>(copy: C, add: (copy: C) => void): C => {
    open.push(() => {
      add(copy);
    });
    return copy;
  };

  const copied = copyOf(value);
  for (let next = open.pop(); next; next = open.pop()) next();
  return copied;
}

function isCopyable(value: object): value is Copyable {
  return COPY in value;
}

/** Sets an entry of a fresh object, whatever its key: `__proto__` becomes an ordinary key instead of changing the object. */
export function setEntry(target: object, key: string, value: unknown): void {
  if (key !== '__proto__') (target as Record<string, unknown>)[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
