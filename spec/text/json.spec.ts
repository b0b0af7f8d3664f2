import fc from 'fast-check';

import { decodeUtf8, encodeUtf8, parseJsonText, quote } from '../../src/text/json.js';
import { describeJsonFault, type JsonFault } from '../../src/text/json-fault.js';

// what Python 3.11's json.loads says of each
const CASES: [string, string][] = [
  ['', 'Expecting value: line 1 column 1 (char 0)'],
  ['  ', 'Expecting value: line 1 column 3 (char 2)'],
  ['{"state": {"type": "RUN', 'Unterminated string starting at: line 1 column 20 (char 19)'],
  ['{"a": 1,}', 'Expecting property name enclosed in double quotes: line 1 column 9 (char 8)'],
  ['{a: 1}', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
  ['{"a": 1 "b": 2}', "Expecting ',' delimiter: line 1 column 9 (char 8)"],
  ['[1 2]', "Expecting ',' delimiter: line 1 column 4 (char 3)"],
  ['[1,]', 'Expecting value: line 1 column 4 (char 3)'],
  ['[', 'Expecting value: line 1 column 2 (char 1)'],
  ['{', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['{"a": }', 'Expecting value: line 1 column 7 (char 6)'],
  ['{"a"', "Expecting ':' delimiter: line 1 column 5 (char 4)"],
  ['tru', 'Expecting value: line 1 column 1 (char 0)'],
  ['nullx', 'Extra data: line 1 column 5 (char 4)'],
  ['{} {}', 'Extra data: line 1 column 4 (char 3)'],
  ['01', 'Extra data: line 1 column 2 (char 1)'],
  ['1.', 'Extra data: line 1 column 2 (char 1)'],
  ['-', 'Expecting value: line 1 column 1 (char 0)'],
  ['"a\nb"', 'Invalid control character at: line 1 column 3 (char 2)'],
  ['"\\x"', 'Invalid \\escape: line 1 column 2 (char 1)'],
  ['"\\u12g4"', 'Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
  ['"\\u0037', 'Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
  ['{"":"\\u0037', 'Invalid \\uXXXX escape: line 1 column 7 (char 6)'],
  ['"é\\ud83d\\ude00', 'Invalid \\uXXXX escape: line 1 column 10 (char 9)'],
  ['"\\u0037 ', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  // behind a text with a blank
  ['{"a b": "c d", x}', 'Expecting property name enclosed in double quotes: line 1 column 16 (char 15)'],
  ['["a b" 1]', "Expecting ',' delimiter: line 1 column 8 (char 7)"],
  ['{"a b"\t1}', "Expecting ':' delimiter: line 1 column 8 (char 7)"],
  ['"\\', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  ['[\n  1,\n  x\n]', 'Expecting value: line 3 column 3 (char 9)'],
  ["{'a': 1}", 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['\ufeff{}', 'Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)'],
];

function faultOf(text: string): JsonFault {
  const read = parseJsonText(text);
  if ('value' in read) throw new Error('read');
  return read.fault;
}

describe('parseJsonText()', () => {
  it.each(CASES)('finds in %j what Python finds: %s', (text, expected) => {
    expect(describeJsonFault(faultOf(text))).toBe(expected);
  });

  it('finds the end of a text nested 200,000 deep', () => {
    expect(faultOf('['.repeat(200_000))).toMatchObject({ msg: 'Expecting value', pos: 200_000 });
    expect(faultOf('{"a":'.repeat(100_000))).toMatchObject({ msg: 'Expecting value', pos: 500_000 });
  });

  it.each([
    '1e309',
    '-1e400',
    '{"a": [1e999]}',
    '[null, {"a": 1e999}]',
    '[[1, [1e999]]]',
    '{"a": null, "b": {"c": 1e999}}',
    '1'.repeat(310),
    `${'1'.repeat(240)}e99`,
    `[1, -${'1'.repeat(240)}.5e99]`,
    '0.1e0000400',
  ])('refuses %s, which no double holds', (text) => {
    expect(faultOf(text).msg).toBe('number is infinity when parsed as double');
  });

  it.each(['"1e400"', '"a\\"1e400"', '1e308', '0e400', '1e-400', '1'.repeat(300), '[1.5e+300]'])(
    'reads %s as JSON.parse does',
    (text) => {
      expect(parseJsonText(text)).toEqual({ value: JSON.parse(text) as unknown });
    },
  );
});

describe('quote()', () => {
  it('writes each sign as JSON.stringify does', () => {
    for (let code = 0; code < 0x10000; code++) {
      const text = `a${String.fromCharCode(code)}b`;
      if (quote(text) !== JSON.stringify(text)) throw new Error(`U+${code.toString(16)}`);
    }
  });

  it('writes any text as JSON.stringify does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => quote(text) === JSON.stringify(text)),
    );
  });
});

describe('UTF-8', () => {
  it('goes there and back, with a byte order mark and the last code point', () => {
    const text = '\ufeffäß€\u{10ffff}\u0000';
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  it('is null for what is no text: a cut character, a surrogate, a byte that begins nothing', () => {
    for (const bytes of [[0xe2, 0x82], [0xed, 0xa0, 0x80], [0xff]])
      expect(decodeUtf8(Uint8Array.from(bytes))).toBeNull();
    expect(decodeUtf8(Uint8Array.of(0x61))).toBe('a');
  });

  it('holds no half of a surrogate pair', () => {
    expect(decodeUtf8(encodeUtf8('\ud800'))).toBe('\ufffd');
  });
});
