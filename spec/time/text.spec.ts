import { DateTime, IANAZone } from 'luxon';

import { ValueError } from '../../src/errors/index.js';
import { formatDateTime, parseDateTime } from '../../src/time/index.js';
import { readLines } from '../support/fixtures.js';

const formatted = (text: string): string | null => {
  const read = parseDateTime(text);
  return read === null ? null : formatDateTime(read);
};

describe('parseDateTime()', () => {
  it('answers as the reference does over the whole grammar', () => {
    const cases = readLines<[text: string, answer: string | null]>('dates.jsonl');
    expect(cases.map(([text]) => [text, formatted(text)])).toEqual(cases);
  });

  it.each([
    ['2024-02-29T12:30:45.1234567+05:30', '2024-02-29T12:30:45.123456+05:30'],
    ['2024-02-29 12:30:45', '2024-02-29T12:30:45+00:00'],
    ['2024-02-29T12:30:45-00:00', '2024-02-29T12:30:45+00:00'],
    ['2024-W09-4', '2024-02-29T00:00:00+00:00'],
    ['2024-060', '2024-02-29T00:00:00+00:00'],
    ['0001-01-01T00:00:00+05:30', '0001-01-01T00:00:00+05:30'],
    ['9999-12-31T23:59:59.999999-05:00', '9999-12-31T23:59:59.999999-05:00'],
  ])('reads %s', (text, expected) => {
    expect(formatted(text)).toBe(expected);
  });
});

describe('parseDateTime(), of what is west of UTC by nothing', () => {
  const texts = ['2024-02-29T12:30:45-00:00', '2024-02-29T12:30-0000', '2024-02-29 12:30:45.5-00'];
  it.each(texts)('gives %s an offset of 0, not of -0, which toEqual would tell apart', (text) => {
    expect(Object.is(parseDateTime(text)!.offset, 0)).toBe(true);
  });
});

describe('parseDateTime(), refusing', () => {
  it.each([
    ['', 'nothing'],
    ['2023-02-29', 'a day that the year has not'],
    ['2024-02-29T24:00:00', '24:00'],
    ['2024-02-29T23:59:60', 'a leap second'],
    ['2021-W53-1', 'a week that the year has not'],
    ['2024-W00-1', 'a week before the first'],
    ['2024W001', 'a week before the first'],
    ['2024-02-29t12:30:45z', 'lower-case letters'],
    [' 2024-02-29', 'a blank before'],
    ['2024-02-29\n', 'a line end behind'],
    ['2024-02-29T12:30:45+24:00', 'an offset of a day'],
    ['0000-01-01', 'the year 0'],
    ['9999-W52-7', 'a day after the year 9999'],
    ['٢٠٢٤-٠٢-٢٩', 'digits outside ASCII'],
    ['2024/02/29T12:30', 'a T after slashes'],
    ['now', 'words'],
    ['P1D', 'durations'],
  ])('refuses %j: %s', (text) => {
    expect(parseDateTime(text)).toBeNull();
  });
});

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
