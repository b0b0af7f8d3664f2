import { DateTime } from 'luxon';

import { equalValues, SecretString } from '../../src/values/index.js';
import { parseDateTime } from '../../src/time/index.js';
import { times } from '../support/effort.js';

describe('equalValues()', () => {
  it.each<[unknown, unknown]>([
    [
      { a: 1, b: [2, { c: 3 }] },
      { b: [2, { c: 3 }], a: 1 },
    ],
    [0, -0],
    [NaN, NaN],
    [new Map([['a', 1]]), { a: 1 }],
    [new Set([1, 2]), new Set([2, 1])],
    [new Set([{ a: 1 }, [2]]), new Set([{ a: 1 }, [2]])],
    [new Array(2), [undefined, undefined]],
    [new Date(5), new Date(5)],
    [Buffer.from('a'), Uint8Array.of(97)],
    [DateTime.utc(2024), DateTime.utc(2024).setZone('Asia/Tokyo')],
    [[new SecretString('s')], [new SecretString('s')]],
    [JSON.parse('{"__proto__": 1}'), JSON.parse('{"__proto__": 1}')],
  ])('finds %p and %p equal', (left, right) => {
    expect(equalValues(left, right)).toBe(true);
    expect(equalValues(right, left)).toBe(true);
  });

  it.each<[unknown, unknown]>([
    [1, true],
    [1, '1'],
    [null, undefined],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1 }, { b: 1 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], { 0: 1 }],
    [parseDateTime('2024-01-01T00:00:00.000001Z'), parseDateTime('2024-01-01T00:00:00.000002Z')],
    [DateTime.utc(2024), '2024-01-01T00:00:00+00:00'],
    [new Set([1]), new Set([2])],
    [new SecretString('s'), '**********'],
    [new Error('a'), new Error('a')],
    [{ toString: 1 }, {}],
    [
      { constructor: Object, a: 1 },
      { a: 1, b: 2 },
    ],
  ])('finds %p and %p different', (left, right) => {
    expect(equalValues(left, right)).toBe(false);
    expect(equalValues(right, left)).toBe(false);
  });

  it('compares a list of very many items', () => {
    // more than a call may have arguments
    const length = times(150_000, 500_000);
    const list = (): object[] => Array.from({ length }, (_, i) => ({ i }));
    expect(equalValues(list(), list())).toBe(true);
  });

  it('compares shared parts once', () => {
    const shared = (leaf: unknown): unknown => {
      let value = leaf;
      for (let i = 0; i < 7; i++) value = new Array(1000).fill(value);
      return value;
    };
    expect(equalValues(shared({}), shared({}))).toBe(true);
    expect(equalValues(shared({}), shared({ a: 1 }))).toBe(false);
  });

  it('ends on circles of different lengths', () => {
    const ring = (length: number): unknown => {
      const first: { next?: unknown } = {};
      let last = first;
      for (let i = 1; i < length; i++) last = last.next = {};
      last.next = first;
      return first;
    };
    expect(equalValues(ring(2), ring(3))).toBe(true);
  });

  it('compares a great depth', () => {
    const nest = (leaf: unknown): unknown => {
      let value = leaf;
      for (let i = 0; i < 100_000; i++) value = [value];
      return value;
    };
    expect(equalValues(nest(1), nest(1))).toBe(true);
    expect(equalValues(nest(1), nest(2))).toBe(false);
  });
});
