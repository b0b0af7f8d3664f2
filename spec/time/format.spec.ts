import { DateTime, IANAZone } from 'luxon';

import { ValueError } from '../../src/errors/index.js';
import { formatDateTime, parseDateTime } from '../../src/time/index.js';

describe('formatDateTime()', () => {
  it.each([
    [DateTime.utc(2024, 5, 1), '2024-05-01T00:00:00+00:00'],
    [DateTime.utc(2024, 5, 1, 12, 0, 0, 7), '2024-05-01T12:00:00.007000+00:00'],
    [DateTime.utc(1, 2, 3), '0001-02-03T00:00:00+00:00'],
    [DateTime.fromISO('2024-05-01T12:00-03:30', { setZone: true }), '2024-05-01T12:00:00-03:30'],
    [DateTime.fromISO('2024-07-01T12:00', { zone: 'America/New_York' }), '2024-07-01T12:00:00-04:00'],
  ])('writes %s', (dateTime, expected) => {
    expect(formatDateTime(dateTime)).toBe(expected);
  });

  it('writes in UTC what has an offset of seconds, because the wire has none', () => {
    const local = DateTime.fromObject({ year: 1800 }, { zone: IANAZone.create('Africa/Monrovia') });
    expect(local.offset % 1).not.toBe(0);
    expect(formatDateTime(local)).toMatch(/^1800-01-01T00:43:\d\d\+00:00$/);
  });

  it.each([
    [DateTime.utc(10_000), 'year 10000 is out of range'],
    [DateTime.invalid('no'), 'the DateTime is not valid'],
  ])('refuses %s, which the wire cannot hold', (dateTime, message) => {
    expect(() => formatDateTime(dateTime)).toThrow(ValueError.of(message));
  });

  it('gives back the text that was read, to the microsecond', () => {
    const text = '2024-02-29T12:30:45.000001+05:30';
    expect(formatDateTime(parseDateTime(text)!)).toBe(text);
  });

  it('writes an instant that is frozen, and one that was written before, the same', () => {
    const instant = Object.freeze(parseDateTime('2024-02-29T12:30:45.000001Z')!);
    expect(formatDateTime(instant)).toBe('2024-02-29T12:30:45.000001+00:00');
    expect(formatDateTime(instant)).toBe('2024-02-29T12:30:45.000001+00:00');
    expect(instant).toEqual(parseDateTime('2024-02-29T12:30:45.000001+00:00'));
  });
});
