import { jest } from '@jest/globals';
import { runInNewContext } from 'node:vm';

import { type Brand, brandOf, isBytes, isError, isMarked, isPlain, tagOf } from '../../src/values/brand.js';

class Masked<T> {
  constructor(readonly value: T) {}
  get [Symbol.toStringTag](): string {
    return 'Map';
  }
}

const EXPRESSIONS: readonly (readonly [string, Brand | null])[] = [
  ['[1]', 'array'],
  ['({ a: 1 })', 'plain'],
  ['Object.create(null)', 'plain'],
  ['({ constructor: Error })', 'plain'],
  ['({ get [Symbol.toStringTag]() { return "Map" } })', 'plain'],
  ['new Map()', 'map'],
  ['new (class extends Map { get [Symbol.toStringTag]() { return "Mine" } })()', 'map'],
  ['new Set()', 'set'],
  ['new (class extends Set { get [Symbol.toStringTag]() { return "Map" } })()', 'set'],
  ['new Date(0)', 'date'],
  ['new (class extends Date { get [Symbol.toStringTag]() { return "Object" } })()', 'date'],
  ['new Uint8Array(1)', 'bytes'],
  ['new (class extends Uint8Array { get [Symbol.toStringTag]() { return "Array" } })()', 'bytes'],
  ['new Uint8ClampedArray(1)', 'numbers'],
  ['new Float64Array(1)', 'numbers'],
  ['Object(1)', 'boxed'],
  ['Object("a")', 'boxed'],
  ['Object(true)', 'boxed'],
  ['Object(1n)', 'boxed'],
  ['Object(Symbol())', 'boxed'],
  ['new RangeError("x")', 'error'],
  ['new (class extends Error { get [Symbol.toStringTag]() { return "Object" } })()', 'error'],
  ['Object.create(Error.prototype)', 'error'],
  ['Object.create(Map.prototype)', null],
  ['new Proxy(new Map(), {})', null],
  ['new (class Error {})()', null],
  ['new (class Map {})()', null],
  ['new (class Set extends Map {})()', 'map'],
  ['new (class { a = 1 })()', null],
  ['new WeakMap()', null],
  ['new DataView(new ArrayBuffer(1))', null],
  ['/x/', null],
  ['1', null],
  ['null', null],
];

const evaluate: (expression: string) => unknown = (expression) => (0, eval)(expression) as unknown;

describe('brandOf()', () => {
  it.each(EXPRESSIONS)('tells what %s is: %s', (expression, brand) => {
    expect(brandOf(evaluate(expression))).toBe(brand);
  });

  it.each(EXPRESSIONS)('tells it of another realm: %s is %s', (expression, brand) => {
    expect(brandOf(runInNewContext(expression))).toBe(brand);
  });

  it('is not deceived by what a class says of itself', () => {
    expect(tagOf(new Masked(1))).toBe('Map');
    expect(brandOf(new Masked(1))).toBeNull();
  });

  it('knows what structuredClone gives, in the realm of the specs', () => {
    const made = structuredClone([new Map(), new Set(), new Date(0), new Error('x'), Object(1), {}, new Uint8Array(1)]);
    expect(made.map(brandOf)).toEqual(['map', 'set', 'date', 'error', 'boxed', 'plain', 'bytes']);
  });

  it('knows a date while the clock is a fake one', () => {
    jest.useFakeTimers();
    try {
      expect([new Date(), new (class extends Date {})(), structuredClone(new Date())].map(brandOf)).toEqual([
        'date',
        'date',
        'date',
      ]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('knows an abort as an error', () => {
    expect(brandOf(AbortSignal.abort().reason)).toBe('error');
  });
});

describe('isMarked()', () => {
  const MARK = Symbol('mark');
  class Own {}
  Object.defineProperty(Own.prototype, MARK, { value: true });

  it('knows instances of a class with the mark, and of those that extend it', () => {
    expect([new Own(), new (class extends Own {})(), Own.prototype].map((value) => isMarked(value, MARK))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('knows nothing else, and lets no trap of a proxy throw', () => {
    const thrower = new Proxy(new Own(), {
      has() {
        throw new Error('looked at');
      },
    });
    for (const value of [Own, {}, null, undefined, 'mark', thrower]) expect(isMarked(value, MARK)).toBe(false);
  });
});

describe('isPlain(), isBytes() and isError()', () => {
  it('agree with brandOf()', () => {
    for (const [expression, brand] of EXPRESSIONS) {
      for (const value of [evaluate(expression), runInNewContext(expression) as unknown]) {
        expect([expression, isBytes(value)]).toEqual([expression, brand === 'bytes']);
        expect([expression, isError(value)]).toEqual([expression, brand === 'error']);
        if (typeof value === 'object' && value !== null)
          expect([expression, isPlain(value)]).toEqual([expression, brand === 'plain']);
      }
    }
  });
});
