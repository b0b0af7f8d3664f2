import { DateTime } from 'luxon';
import { createRequire } from 'node:module';

import { ValueError } from '../../src/errors/index.js';
import {
  addMicroseconds,
  compareDateTimes,
  formatDateTime,
  isDateTime,
  microsecondOf,
  parseDateTime,
  toUtcDateTime,
} from '../../src/time/index.js';

const read = (text: string) => parseDateTime(text)!;

describe('a DateTime that carries microseconds', () => {
  it('is an ordinary luxon value', () => {
    const dateTime = read('2024-05-01T12:00:00.123456+02:00');
    expect(DateTime.isDateTime(dateTime)).toBe(true);
    expect(dateTime.toISO()).toBe('2024-05-01T12:00:00.123+02:00');
    expect(dateTime.plus({ hours: 1 }).toISO()).toBe('2024-05-01T13:00:00.123+02:00');
  });

  it('differs, for toEqual, from one that differs only in the microsecond', () => {
    expect(read('2024-05-01T12:00:00.123456Z')).not.toEqual(read('2024-05-01T12:00:00.123457Z'));
    expect(read('2024-05-01T12:00:00.123456Z')).toEqual(read('2024-05-01T12:00:00.123456Z'));
  });

  it('stays equal, for toEqual, when one of two was written', () => {
    const [written, other] = [read('2024-05-01T12:00:00.123456Z'), read('2024-05-01T12:00:00.123456Z')];
    formatDateTime(written);
    expect(written).toEqual(other);
  });

  it('equals a plain luxon value when it has no microseconds to carry', () => {
    expect(read('2024-05-01T12:00:00.123Z')).toEqual(DateTime.utc(2024, 5, 1, 12, 0, 0, 123));
  });
});

describe('isDateTime()', () => {
  it('knows the objects of the other copy of luxon', () => {
    const other = createRequire(import.meta.url)('luxon') as { DateTime: typeof DateTime };
    expect(isDateTime(other.DateTime.utc(2024))).toBe(true);
  });

  it('is not deceived by an object that JSON can hold', () => {
    expect(isDateTime({ isLuxonDateTime: true, isValid: true, year: 2024 })).toBe(false);
  });

  it.each([DateTime.invalid('no'), DateTime.utc(10_000), DateTime.utc(0), new Date(), '2024-01-01', null])(
    'refuses %s',
    (value) => {
      expect(isDateTime(value)).toBe(false);
    },
  );
});

describe('microsecondOf()', () => {
  it('counts within the second', () => {
    expect(microsecondOf(read('2024-05-01T12:00:00.123456Z'))).toBe(123_456);
    expect(microsecondOf(DateTime.utc(2024, 1, 1, 0, 0, 0, 5))).toBe(5000);
  });
});

describe('compareDateTimes()', () => {
  it('sees microseconds and not zones', () => {
    const instant = read('2024-05-01T12:00:00.000001Z');
    expect(compareDateTimes(instant, read('2024-05-01T14:00:00.000001+02:00'))).toBe(0);
    expect(compareDateTimes(instant, read('2024-05-01T12:00:00.000002Z'))).toBeLessThan(0);
    expect(compareDateTimes(instant, DateTime.utc(2024, 5, 1, 12))).toBeGreaterThan(0);
  });
});

describe('addMicroseconds()', () => {
  it.each([
    [1, '2024-05-01T14:00:01+02:00'],
    [-999_999, '2024-05-01T14:00:00+02:00'],
    [-1_000_000, '2024-05-01T13:59:59.999999+02:00'],
    [86_400_000_000, '2024-05-02T14:00:00.999999+02:00'],
  ])('moves by %d and keeps the zone', (microseconds, expected) => {
    expect(formatDateTime(addMicroseconds(read('2024-05-01T14:00:00.999999+02:00'), microseconds))).toBe(expected);
  });
});

describe.each([
  ['addMicroseconds()', (dateTime: DateTime) => addMicroseconds(dateTime, 1)],
  ['toUtcDateTime()', toUtcDateTime],
])('%s of an invalid DateTime', (_name, move) => {
  it('is invalid', () => {
    expect(move(DateTime.invalid('no')).isValid).toBe(false);
    expect(move(DateTime.utc(2024)).isValid).toBe(true);
  });
});

describe('addMicroseconds(), refusing', () => {
  it('takes whole microseconds only', () => {
    expect(() => addMicroseconds(DateTime.utc(2024), 0.5)).toThrow('microseconds must be a whole number');
  });

  it.each([1e21, -1e21])('goes no further than luxon: %p', (microseconds) => {
    expect(() => addMicroseconds(DateTime.utc(2024), microseconds)).toThrow(ValueError.of('date value out of range'));
  });
});

describe('toUtcDateTime()', () => {
  it('keeps the instant to the microsecond', () => {
    expect(formatDateTime(toUtcDateTime(read('2024-05-01T14:00:00.999999+02:00')))).toBe(
      '2024-05-01T12:00:00.999999+00:00',
    );
  });

  it('gives back what is in UTC, and moves a zone that only stands where UTC does', () => {
    const utc = read('2024-05-01T12:00:00.999999Z');
    expect(toUtcDateTime(utc)).toBe(utc);
    const london = DateTime.fromISO('2024-01-01T12:00', { zone: 'Europe/London' });
    expect(toUtcDateTime(london).zoneName).toBe('UTC');
  });

  it('cuts fractions of a millisecond, as it does of what it moves', () => {
    expect(toUtcDateTime(DateTime.fromMillis(1.5, { zone: 'utc' })).toMillis()).toBe(1);
  });
});
