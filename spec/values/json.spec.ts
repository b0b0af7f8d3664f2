import { DateTime } from 'luxon';

import { SerializationError } from '../../src/errors/index.js';
import { jsonText, SecretBytes, SecretString, toJsonValue } from '../../src/values/index.js';
import { parseDateTime } from '../../src/time/index.js';
import { thrownBy } from '../support/expect.js';

function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

describe('toJsonValue()', () => {
  it.each<[string, unknown, unknown]>([
    ['what is JSON already', { a: [1, 'x', null, true] }, { a: [1, 'x', null, true] }],
    [
      'instants with their microseconds',
      [parseDateTime('2024-01-01T00:00:00.000001Z')],
      ['2024-01-01T00:00:00.000001+00:00'],
    ],
    ['dates', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['numbers that are not finite', [NaN, Infinity], [null, null]],
    [
      'maps, with any keys',
      new Map<unknown, unknown>([
        ['a', 1],
        [2, 'b'],
      ]),
      { a: 1, 2: 'b' },
    ],
    ['sets', new Set([1, 2]), [1, 2]],
    ['bytes of a text', Buffer.from('abc'), 'abc'],
    ['boxed values', [Object(1), Object('a'), Object(false)], [1, 'a', false]],
    ['numbers of a typed array', Float32Array.of(0.5, 2), [0.5, 2]],
    [
      'maps whose keys have a text',
      new Map<unknown, unknown>([
        [parseDateTime('2024-01-01T00:00:00.000001Z'), 1],
        [null, 2],
        [true, 3],
      ]),
      { '2024-01-01T00:00:00.000001+00:00': 1, null: 2, true: 3 },
    ],
    ['what writes itself', { toJSON: () => new Map([['x', 1]]) }, { x: 1 }],
    [
      'secrets, masked',
      [new SecretString('s'), new SecretBytes(Buffer.from('s')), new SecretString('')],
      ['**********', '**********', ''],
    ],
    ['absent entries, left out', { a: undefined, b: [undefined] }, { b: [null] }],
  ])('writes %s', (_what, value, expected) => {
    expect(toJsonValue(value, {}, 'data')).toEqual(expected);
  });

  it('reveals secrets when asked', () => {
    const value = [new SecretString('é'), new SecretBytes(Buffer.from('é')), new SecretString('')];
    expect(toJsonValue(value, { includeSecrets: true }, 'data')).toEqual(['é', 'é', null]);
  });

  it('keeps a key called __proto__ as a key', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}}') as object;
    const converted = toJsonValue({ value, date: DateTime.utc(2024) }, {}, 'data');
    expect(JSON.stringify(converted)).toContain('"__proto__":{"polluted":true}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('does not change the value', () => {
    const value = Object.freeze({ list: Object.freeze([new SecretString('s')]) });
    toJsonValue(value, {}, 'data');
    expect(value.list[0]).toBeInstanceOf(SecretString);
  });
});

describe('toJsonValue(), refusing', () => {
  const circle: { inner: { back?: unknown }[] } = { inner: [{}] };
  circle.inner[0]!.back = circle;

  it.each<[string, unknown, string]>([
    ['a bigint', { a: [1, 10n] }, 'data.a[1]: a bigint cannot be written as JSON'],
    ['a function', { f: nest }, 'data.f: a function cannot be written as JSON'],
    ['a symbol', [Symbol('s')], 'data[0]: a symbol cannot be written as JSON'],
    ['an error', { e: new RangeError('password=hidden') }, 'data.e: an error (RangeError) cannot be written as JSON'],
    ['a circle', circle, 'data.inner[0].back: a circular reference cannot be written as JSON'],
    ['bytes that are no text', [Uint8Array.of(255)], 'data[0]: bytes that are not UTF-8 cannot be written as JSON'],
    ['a promise', { p: Promise.resolve('x') }, 'data.p: a Promise cannot be written as JSON'],
    ['an expression', [/x/], 'data[0]: a RegExp cannot be written as JSON'],
    ['a boxed bigint', [Object(1n)], 'data[0]: a bigint cannot be written as JSON'],
    [
      'a map with objects as keys',
      new Map([[{ a: 1 }, 2]]),
      'data: a map with a key that is a dict cannot be written as JSON',
    ],
    ['a great depth', nest(200_000), 'data: nested too deep to be written as JSON'],
  ])('refuses %s, with its place', (_what, value, message) => {
    const error = thrownBy(() => toJsonValue(value, {}, 'data'));
    expect(error).toBeInstanceOf(SerializationError);
    expect((error as Error).message).toBe(message);
  });

  it('takes one object that stands twice', () => {
    const shared = { a: 1 };
    expect(toJsonValue([shared, shared, new Date(0)], {}, 'data')).toEqual([
      shared,
      shared,
      '1970-01-01T00:00:00.000Z',
    ]);
  });

  it('refuses to reveal secret bytes that are no text', () => {
    const secret = new SecretBytes(Uint8Array.of(255));
    expect(() => toJsonValue({ secret }, { includeSecrets: true }, 'data')).toThrow(
      'data.secret: bytes that are not UTF-8',
    );
  });
});

describe('jsonText()', () => {
  it.each<[unknown, string]>([
    [undefined, 'null'],
    ['\ud800"', '"\\ud800\\""'],
    [{ a: [1, -0, NaN] }, '{"a":[1,0,null]}'],
    [{ a: undefined }, '{}'],
    [new Map([['a', new SecretString('s')]]), '{"a":"**********"}'],
  ])('writes %p', (value, expected) => {
    expect(jsonText(value, 'data')).toBe(expected);
  });

  it('refuses a great depth by its place', () => {
    expect(() => jsonText(nest(200_000), 'data')).toThrow(/^data: nested too deep/);
  });

  it('names the place of a circle', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => jsonText(circle, 'data')).toThrow('data.self: a circular reference');
  });
});
