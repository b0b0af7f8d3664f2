import { describeJsonFault, findJsonFault } from '../../src/model/json-fault.js';

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
  ['"\\', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  ['[\n  1,\n  x\n]', 'Expecting value: line 3 column 3 (char 9)'],
  ["{'a': 1}", 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['\ufeff{}', 'Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)'],
];

describe('findJsonFault()', () => {
  it.each(CASES)('finds in %j what Python finds: %s', (text, expected) => {
    expect(describeJsonFault(findJsonFault(text))).toBe(expected);
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  });

  it('finds the end of a text nested 200,000 deep', () => {
    expect(findJsonFault('['.repeat(200_000))).toMatchObject({ msg: 'Expecting value', pos: 200_000 });
    expect(findJsonFault('{"a":'.repeat(100_000))).toMatchObject({ msg: 'Expecting value', pos: 500_000 });
  });
});
