import { DateTime } from 'luxon';

import { Faults, type FieldFault, INVALID, type Kind, types } from '../../src/fields/index.js';
import { SecretBytes, SecretString } from '../../src/values/index.js';
import { formatDateTime } from '../../src/time/index.js';

function interpret(kind: Kind, value: unknown): unknown {
  const faults = new Faults();
  const found = kind.interpret(value, faults, 'wire');
  return found === INVALID ? faults.issues : found;
}

function refusal(kind: Kind, value: unknown): FieldFault | undefined {
  const faults = new Faults();
  expect(kind.interpret(value, faults, 'wire')).toBe(INVALID);
  expect(kind.accept(value, 'wire')).toBe(INVALID);
  return faults.issues[0];
}

describe('types.uuid', () => {
  const CANONICAL = '123e4567-e89b-12d3-a456-426614174000';

  it.each([
    CANONICAL,
    '123E4567-E89B-12D3-A456-426614174000',
    '123e4567e89b12d3a456426614174000',
    '{123e4567-e89b-12d3-a456-426614174000}',
    'urn:uuid:123e4567-e89b-12d3-a456-426614174000',
    '1-2-3-e4567e89b12d3a456426614174000',
  ])('reads %s', (text) => {
    expect(interpret(types.uuid, text)).toBe(CANONICAL);
  });

  it.each([
    '',
    'x',
    `${CANONICAL}0`,
    ` ${CANONICAL}`,
    '1_3e4567-e89b-12d3-a456-426614174000',
    5,
    null,
    {},
    [CANONICAL],
  ])('refuses %p', (value) => {
    expect(refusal(types.uuid, value)).toMatchObject({ type: 'type_error.uuid' });
  });
});

describe('types.string()', () => {
  it.each<[unknown, string]>([
    ['x', 'x'],
    [5, '5'],
    [1e-7, '1e-07'],
    [true, 'True'],
    [false, 'False'],
  ])('reads %p', (value, expected) => {
    expect(interpret(types.string(), value)).toBe(expected);
  });

  it.each<[Parameters<typeof types.string>[0], string, FieldFault]>([
    [
      { minLength: 2 },
      'a',
      {
        msg: 'ensure this value has at least 2 characters',
        type: 'value_error.any_str.min_length',
        ctx: { limit_value: 2 },
      },
    ],
    [
      { maxLength: 1 },
      'ab',
      {
        msg: 'ensure this value has at most 1 characters',
        type: 'value_error.any_str.max_length',
        ctx: { limit_value: 1 },
      },
    ],
    [
      { pattern: /[a-z]+$/ },
      'A',
      { msg: 'string does not match regex "[a-z]+$"', type: 'value_error.str.regex', ctx: { pattern: '[a-z]+$' } },
    ],
  ])('holds to %p', (limits, value, fault) => {
    expect(refusal(types.string(limits), value)).toMatchObject(fault);
  });

  it('counts code points, not UTF-16 units', () => {
    expect(interpret(types.string({ maxLength: 1 }), '🚀')).toBe('🚀');
  });

  it('refuses a secret without a word of it', () => {
    expect(refusal(types.string(), new SecretString('s3cr3t'))).toEqual({
      loc: [],
      msg: 'str type expected',
      type: 'type_error.str',
    });
  });
});

describe('types.bool', () => {
  it.each([true, 1, '1', 'TRUE', 'yes', 'Y', 'on', 't'])('reads %p as true', (value) => {
    expect(interpret(types.bool, value)).toBe(true);
  });
  it.each([false, 0, '0', 'False', 'no', 'N', 'off', 'f', -0])('reads %p as false', (value) => {
    expect(interpret(types.bool, value)).toBe(false);
  });
  it.each(['', 'maybe', 2, [1], {}])('refuses %p', (value) => {
    expect(refusal(types.bool, value)).toMatchObject({ type: 'type_error.bool' });
  });
});

describe('types.int()', () => {
  it.each<[unknown, number]>([
    [3, 3],
    [2.9, 2],
    [-2.9, -2],
    [true, 1],
    [10n, 10],
    [' +7 ', 7],
    ['1_000', 1000],
    ['٣', 3],
    ['𝟗', 9],
  ])('reads %p', (value, expected) => {
    expect(interpret(types.int(), value)).toBe(expected);
  });
  it.each(['1.5', '', '1__0', '_1', 'x', '\x1c7', '7\x1f', NaN, Infinity, [], {}, '9'.repeat(400)])(
    'refuses %p',
    (value) => {
      expect(refusal(types.int(), value)).toMatchObject({ type: 'type_error.integer' });
    },
  );
});

describe('types.float()', () => {
  it.each<[unknown, number]>([
    [1.5, 1.5],
    [false, 0],
    [' 1e3 ', 1000],
    ['.5', 0.5],
    ['5.', 5],
    ['-Infinity', -Infinity],
    ['1e999', Infinity],
    ['-1e999', -Infinity],
    ['nan', NaN],
  ])('reads %p', (value, expected) => {
    expect(interpret(types.float(), value)).toBe(expected);
  });
  it.each(['', 'e5', '1e', '0x10', '\x1d7', 'nan\x1e', [], {}])('refuses %p', (value) => {
    expect(refusal(types.float(), value)).toMatchObject({ type: 'type_error.float' });
  });
  it('writes a whole number so that it stays a float', () => {
    expect([0, 1.5, -3].map((value) => types.float().text(value, 'x'))).toEqual(['0.0', '1.5', '-3.0']);
  });
});

describe('bounds of a number', () => {
  it.each<[Parameters<typeof types.int>[0], number, string, string]>([
    [{ minimum: 1 }, 0, 'ensure this value is greater than or equal to 1', 'value_error.number.not_ge'],
    [{ exclusiveMinimum: 1 }, 1, 'ensure this value is greater than 1', 'value_error.number.not_gt'],
    [{ maximum: 1 }, 2, 'ensure this value is less than or equal to 1', 'value_error.number.not_le'],
    [{ exclusiveMaximum: 1 }, 1, 'ensure this value is less than 1', 'value_error.number.not_lt'],
  ])('holds to %p', (limits, value, msg, type) => {
    expect(refusal(types.int(limits), value)).toMatchObject({ msg, type });
    expect(refusal(types.float(limits), value)).toMatchObject({ msg, type });
  });
});

describe('types.enum()', () => {
  const kind = types.enum({ A: 'A', B: 'B' });
  it('takes its values', () => {
    expect(interpret(kind, 'A')).toBe('A');
  });
  it.each(['a', '', 1, null, 'toString', ['A']])('refuses %p', (value) => {
    expect(refusal(kind, value)).toMatchObject({
      msg: "value is not a valid enumeration member; permitted: 'A', 'B'",
      type: 'type_error.enum',
      ctx: { enum_values: ['A', 'B'] },
    });
  });
});

describe('types.dateTime', () => {
  it('reads text, luxon values and dates', () => {
    const instant = DateTime.utc(2024);
    const values = ['2024-01-01', instant, new Date(instant.toMillis())].map((value) =>
      interpret(types.dateTime, value),
    );
    expect(values.map((value) => formatDateTime(value as DateTime))).toEqual(
      Array(3).fill('2024-01-01T00:00:00+00:00'),
    );
    expect(values[1]).toBe(instant);
  });
  it('tells a text it cannot parse', () => {
    expect(refusal(types.dateTime, 'q')).toMatchObject({
      msg: 'Unable to parse string [q]',
      type: 'value_error.parser',
    });
  });
  it.each([5, true, new Date(NaN), DateTime.invalid('x'), {}, new SecretString('2024')])('refuses %p', (value) => {
    expect(refusal(types.dateTime, value)).toMatchObject({ msg: 'Unrecognized datetime.', type: 'value_error' });
  });
});

describe('types.bytes', () => {
  it('reads a text or a number as UTF-8, and copies bytes', () => {
    const own = Buffer.from('é');
    expect(interpret(types.bytes, 'é')).toEqual(Uint8Array.from(own));
    expect(interpret(types.bytes, own)).not.toBe(own);
    expect(interpret(types.bytes, 5)).toEqual(Uint8Array.of(53));
    expect(refusal(types.bytes, null)).toMatchObject({ type: 'type_error.bytes' });
  });
});

describe('types.secretString and types.secretBytes', () => {
  it('read texts and numbers, and keep secrets as they are', () => {
    const secret = new SecretString('s');
    expect(interpret(types.secretString, secret)).toBe(secret);
    expect((interpret(types.secretString, 's') as SecretString).getSecretValue()).toBe('s');
    expect((interpret(types.secretBytes, 's') as SecretBytes).getSecretValue()).toEqual(Uint8Array.of(115));
    expect((interpret(types.secretString, 5) as SecretString).getSecretValue()).toBe('5');
    expect(refusal(types.secretString, [])).toMatchObject({ type: 'type_error.str' });
    expect(refusal(types.secretBytes, {})).toMatchObject({ type: 'type_error.bytes' });
  });
});

describe('types.list()', () => {
  const kind = types.list(types.int());
  it('reads arrays and sets, each item by its kind', () => {
    expect(interpret(kind, ['1', 2])).toEqual([1, 2]);
    expect(interpret(kind, new Set([true]))).toEqual([1]);
  });
  it('is never the array that was given', () => {
    const given = [1];
    expect(kind.accept(given, 'wire')).not.toBe(given);
  });
  it('tells every item that is wrong', () => {
    expect(interpret(kind, ['x', 1, null])).toMatchObject([
      { loc: [0], type: 'type_error.integer' },
      { loc: [2], type: 'type_error.none.not_allowed' },
    ]);
    expect(refusal(kind, 'ab')).toMatchObject({ msg: 'value is not a valid list', type: 'type_error.list' });
  });
  it('refuses the gaps of a sparse array', () => {
    expect(refusal(kind, new Array(1))).toMatchObject({ loc: [0], type: 'type_error.none.not_allowed' });
  });
  it('holds to its length', () => {
    expect(refusal(types.list(types.json, { minItems: 1 }), [])).toMatchObject({ type: 'value_error.list.min_items' });
    expect(refusal(types.list(types.json, { maxItems: 0 }), [1])).toMatchObject({ type: 'value_error.list.max_items' });
  });
});

describe('types.record()', () => {
  const kind = types.record(types.string());
  it('reads plain objects and instances, each value by its kind', () => {
    class Dto {
      readonly a = 1;
    }
    expect(interpret(kind, { a: 1, b: true })).toEqual({ a: '1', b: 'True' });
    expect(interpret(kind, new Dto())).toEqual({ a: '1' });
  });
  it('keeps a key called __proto__ as a key', () => {
    const given = JSON.parse('{"__proto__": "x"}') as object;
    for (const read of [kind.accept(given, 'wire'), interpret(kind, given)])
      expect(JSON.stringify(read)).toBe('{"__proto__":"x"}');
  });
  it('tells every value that is wrong', () => {
    expect(interpret(kind, { a: [], b: null })).toMatchObject([
      { loc: ['a'], type: 'type_error.str' },
      { loc: ['b'], type: 'type_error.none.not_allowed' },
    ]);
  });
  it.each([[], 'ab', 5, new Map(), new Date(), DateTime.utc(), new SecretString('s')])('refuses %p', (value) => {
    expect(refusal(kind, value)).toMatchObject({ msg: 'value is not a valid dict', type: 'type_error.dict' });
  });
  it('takes null values when its kind does', () => {
    expect(interpret(types.record(types.json), { a: null })).toEqual({ a: null });
    expect(interpret(types.record(types.nullable(types.int())), { a: null, b: '2' })).toEqual({ a: null, b: 2 });
  });
});
