import {
  dateTimeFromUnix,
  formatDateTime,
  formatDateTimeZ,
  parseDateTime,
  parseIsoDateTime,
} from '../../src/time/index.js';
import { readVectors } from '../support/fixtures.js';

/** What the vectors ask: texts, and numbers. */
function read(value: unknown): string | null {
  const found =
    typeof value === 'string' ? parseIsoDateTime(value) : typeof value === 'number' ? dateTimeFromUnix(value) : null;
  return found && formatDateTimeZ(found);
}

describe('parseIsoDateTime(), dateTimeFromUnix() and formatDateTimeZ()', () => {
  const vectors = readVectors('datetime', 'conformance3');

  it.each(vectors.map(({ input, expect: answer }) => ({ input, answer: answer.ok ?? null })))(
    'read and write $input as the reference does',
    ({ input, answer }) => {
      expect(read(input)).toBe(answer);
    },
  );

  it.each([Number.NaN, Infinity, -Infinity])('dateTimeFromUnix(%s) is null', (value) => {
    expect(dateTimeFromUnix(value)).toBeNull();
  });

  it('end in time on long texts', () => {
    expect(parseIsoDateTime(`2024-02-29T12:30:45.${'9'.repeat(100_000)}`)?.millisecond).toBe(999);
    expect(parseIsoDateTime('1'.repeat(100_000))).toBeNull();
  });
});

describe('the text of an instant', () => {
  const [withZ, withZeros] = ['2026-11-23T16:37:01.243753Z', '2026-11-23T16:37:01.243753+00:00'];

  it.each([withZ, withZeros])('is spelled as it is asked for, whichever spelling it came in: %s', (text) => {
    const dateTime = parseDateTime(text)!;
    expect(formatDateTime(dateTime)).toBe(withZeros);
    expect(formatDateTimeZ(dateTime)).toBe(withZ);
    expect(formatDateTime(dateTime)).toBe(withZeros);
  });

  it.each([withZ, withZeros])('is the same after it was written the other way first: %s', (text) => {
    const dateTime = parseDateTime(text)!;
    expect(formatDateTimeZ(dateTime)).toBe(withZ);
    expect(formatDateTime(dateTime)).toBe(withZeros);
  });

  it('keeps another offset in both', () => {
    const text = '2026-11-23T16:37:01.243753+05:30';
    const dateTime = parseDateTime(text)!;
    expect([formatDateTime(dateTime), formatDateTimeZ(dateTime)]).toEqual([text, text]);
  });

  it('of -00:00 is that of UTC', () => {
    const dateTime = parseDateTime('2026-11-23T16:37:01.243753-00:00')!;
    expect(formatDateTimeZ(dateTime)).toBe(withZ);
    expect(formatDateTime(dateTime)).toBe(withZeros);
  });
});
