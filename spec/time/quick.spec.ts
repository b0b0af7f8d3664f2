import { formatDateTime, parseDateTime } from '../../src/time/index.js';
import { parseCanonical } from '../../src/time/quick.js';

describe('parseCanonical()', () => {
  it.each([
    '2026-11-23T16:37:01.243753+00:00',
    '2026-11-23T16:37:01+00:00',
    '2024-02-29T00:00:00.000001+05:30',
    '2000-02-29T00:00:00+00:00',
    '0001-01-01T00:00:00+00:00',
    '9999-12-31T23:59:59.999999-23:59',
  ])('reads %s, and writes it again', (text) => {
    expect(formatDateTime(parseCanonical(text)!)).toBe(text);
  });

  it('reads -00:00 as UTC', () => {
    const read = parseCanonical('2024-01-01T00:00:00.000001-00:00')!;
    expect(Object.is(read.offset, 0)).toBe(true);
    expect(formatDateTime(read)).toBe('2024-01-01T00:00:00.000001+00:00');
  });

  // each place of the text in turn holds a sign that does not belong there, also one whose low byte does
  const text = '2024-02-28T22:57:58.123456+05:30';
  const others = Array.from(text, (_, at) => at).flatMap((at) =>
    ['x', '\u0130', ' ', '/'].map((sign) => text.slice(0, at) + sign + text.slice(at + 1)),
  );
  it.each(others)('leaves %j to the grammar, or to nobody', (other) => {
    expect(parseCanonical(other)).toBeNull();
  });

  it.each([
    '2023-02-29T00:00:00+00:00',
    '1900-02-29T00:00:00+00:00',
    '2024-13-01T00:00:00+00:00',
    '2024-00-01T00:00:00+00:00',
    '2024-04-31T00:00:00+00:00',
    '0000-01-01T00:00:00+00:00',
    '2024-01-01T24:00:00+00:00',
    '2024-01-01T00:60:00+00:00',
    '2024-01-01T00:00:60+00:00',
    '2024-01-01T00:00:00+24:00',
    '2024-01-01T00:00:00+00:60',
  ])('refuses %s, which the calendar does not have', (text) => {
    expect(parseCanonical(text)).toBeNull();
    expect(parseDateTime(text)).toBeNull();
  });
});
