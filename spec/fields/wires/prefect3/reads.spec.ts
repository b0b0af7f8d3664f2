import { INVALID, prefect3 } from '../../../../src/fields/index.js';

const { reads, words } = prefect3;

/** The whole number that is read, or the type of the fault. */
function readInt(given: unknown): unknown {
  const read = reads.int(given);
  return read === INVALID ? words.int({ given }).type : read;
}

describe("reads.int() of Prefect 3's wire", () => {
  // each answered so by prefect 3.8.8
  it.each<[string, string, unknown]>([
    ['a no-break space and a line end', ' \u00a01\n', 1],
    ['a next line and an ideographic space', '\u00851\u3000', 1],
    ['.0 and a blank', '1.0 ', 1],
    ['underscores between zeros and digits', '0__1', 1],
    ['a plus before those', '+0__0_1.00', 1],
    ['an underscore and .00', '1_0.00', 10],
    ['zeros', '-007', -7],
    ['5,000 zeros before', `${'0'.repeat(5000)}1`, 1],
    ['a byte order mark', '\ufeff1', 'int_parsing'],
    ['a file separator', '\u001c1', 'int_parsing'],
    ['underscores behind a minus and a zero', '-0__1', 'int_parsing'],
    ['two underscores', '1__0', 'int_parsing'],
    ['an underscore before .0', '0_.0', 'int_parsing'],
    ['an underscore at the end', '0_', 'int_parsing'],
    ['an underscore in .0', '1_0.0_0', 'int_parsing'],
    ['two signs', '+-1', 'int_parsing'],
    ['a blank behind the sign', '+ 1', 'int_parsing'],
    ['.0 alone', '.0', 'int_parsing'],
    ['digits of another script', '\u0663', 'int_parsing'],
    ['blanks alone', ' ', 'int_parsing'],
    ['4,301 digits', '1'.repeat(4301), 'int_parsing_size'],
  ])('answers to %s as the reference does', (_what, text, expected) => {
    expect(readInt(text)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['a text', '1'.repeat(20)],
    ['a text of more digits than a number holds', `-${'1'.repeat(400)}.0`],
    ['a bigint', 10n ** 400n],
  ])('refuses %s past 2^63, which JSON of ours would not be read back from', (_what, given) => {
    expect(reads.int(given)).toBe(INVALID);
  });

  it.each(['0', '0_', '_', '1', '1_', ' ', '\u3000'])('reads a million times %j in the time of its length', (sign) => {
    const begun = performance.now();
    expect(readInt(`1${sign.repeat(1e6)}x`)).toBe('int_parsing');
    expect(readInt(`${sign.repeat(1e6)}x`)).toBe('int_parsing');
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});
