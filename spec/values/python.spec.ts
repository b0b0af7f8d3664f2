import { DateTime } from 'luxon';

import {
  pythonBytes,
  pythonNumber,
  pythonRepr,
  pythonString,
  pythonTrim,
  pythonTypeName,
} from '../../src/values/python.js';
import { State } from '../../src/index.js';

describe('pythonString()', () => {
  it.each([
    ['a', `'a'`],
    ["it's", `"it's"`],
    ['say "hi"', `'say "hi"'`],
    [`both ' and "`, `'both \\' and "'`],
    ['back\\slash', `'back\\\\slash'`],
    ['tab\tnew\nline\rend', `'tab\\tnew\\nline\\rend'`],
    ['\u0000\u007f\u0085\u00a0', `'\\x00\\x7f\\x85\\xa0'`],
    ['\u200b\u2028\u202e', `'\\u200b\\u2028\\u202e'`],
    ['été 日本 🚀', `'été 日本 🚀'`],
    ['\u{e0001}', `'\\U000e0001'`],
    ['\ud800', `'\\ud800'`],
  ])('quotes %j', (text, expected) => {
    expect(pythonString(text)).toBe(expected);
  });
});

describe('pythonNumber()', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-2.25, '-2.25'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [1e-7, '1e-07'],
    [123456.789, '123456.789'],
    [9007199254740991, '9007199254740991'],
    [1e16, '1e+16'],
    [1.5e300, '1.5e+300'],
    [5e-324, '5e-324'],
    [NaN, 'nan'],
    [-Infinity, '-inf'],
  ])('writes %d as Python does', (value, expected) => {
    expect(pythonNumber(value)).toBe(expected);
  });
});

describe('pythonBytes()', () => {
  it('escapes what is not printable ASCII', () => {
    expect(pythonBytes(Uint8Array.from([0x61, 0x27, 0x0a, 0xff, 0x5c]))).toBe(`b"a'\\n\\xff\\\\"`);
  });
});

describe('pythonTypeName()', () => {
  it.each([
    [null, 'NoneType'],
    [undefined, 'NoneType'],
    [true, 'bool'],
    ['', 'str'],
    [2, 'int'],
    [2.5, 'float'],
    [10n, 'int'],
    [[], 'list'],
    [{}, 'dict'],
    [new Map(), 'dict'],
    [new Set(), 'set'],
    [new Uint8Array(), 'bytes'],
    [new RangeError(), 'RangeError'],
    [DateTime.utc(), 'DateTime'],
    [Symbol('s'), 'symbol'],
  ])('names %p', (value, expected) => {
    expect(pythonTypeName(value)).toBe(expected);
  });
});

describe('pythonTrim()', () => {
  it("takes away Python's blanks, not JavaScript's", () => {
    expect(pythonTrim('\x85\t\u3000 a b \n\v\f\r\u2028')).toBe('a b');
    expect(pythonTrim('\ufeffa\ufeff')).toBe('\ufeffa\ufeff');
    expect(pythonTrim(' \t ')).toBe('');
  });

  it('leaves the four separators of ASCII, which int() and float() refuse', () => {
    for (const sign of ['\x1c', '\x1d', '\x1e', '\x1f']) expect(pythonTrim(`${sign}7${sign}`)).toBe(`${sign}7${sign}`);
  });

  it('takes away what int() of Python 3.11 takes around a digit, of all characters', () => {
    const blanks = '9-d 20 85 a0 1680 2000-200a 2028 2029 202f 205f 3000'.split(' ').flatMap((range) => {
      const [from, to = from] = range.split('-').map((code) => parseInt(code, 16));
      return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
    });
    const taken = Array.from({ length: 0x10000 }, (_, code) => code).filter((code) => {
      const sign = String.fromCharCode(code);
      return pythonTrim(`${sign}7${sign}`) === '7';
    });
    expect(taken).toEqual(blanks);
  });
});

describe('pythonRepr()', () => {
  it('writes nested values', () => {
    const value = { a: [1, null, true, "it's"], b: { c: 0.5 }, d: new Set(), e: new Set([1]), f: new Map([[1, 2]]) };
    expect(pythonRepr(value)).toBe(
      `{'a': [1, None, True, "it's"], 'b': {'c': 0.5}, 'd': set(), 'e': {1}, 'f': {1: 2}}`,
    );
  });

  it('shows dates, errors, functions and foreign objects without their content', () => {
    class Foreign {
      readonly password = 'hidden';
    }
    expect(pythonRepr(DateTime.utc(2024))).toBe("DateTime('2024-01-01T00:00:00+00:00')");
    expect(pythonRepr(new Date(0))).toBe("Date('1970-01-01T00:00:00.000Z')");
    expect(pythonRepr(new Date(NaN))).toBe('Date(invalid)');
    expect([new RangeError('far'), new Error()].map(pythonRepr)).toEqual(["RangeError('far')", 'Error()']);
    expect(pythonRepr(pythonRepr)).toBe('<function pythonRepr>');
    expect(pythonRepr(new Foreign())).toBe('<Foreign object>');
  });

  it('takes an object by its own keys, whatever they are called', () => {
    const value = JSON.parse('{"repr": 1, "constructor": 2, "__proto__": 3}') as unknown;
    expect(pythonRepr(value)).toBe("{'repr': 1, 'constructor': 2, '__proto__': 3}");
  });

  it('ends at a circle and at a great depth', () => {
    const circle: unknown[] = [1];
    circle.push(circle);
    expect(pythonRepr(circle)).toBe('[1, [...]]');
    const state = State.completed({});
    state.data = [state];
    expect(state.repr()).toContain('result=[...]');
    let deep: unknown = 0;
    for (let i = 0; i < 20_000; i++) deep = [deep];
    expect(pythonRepr(deep)).toContain('[...]');
  });
});
