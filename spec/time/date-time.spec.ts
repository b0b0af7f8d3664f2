import { DateTime, Settings } from 'luxon';

import { dayOf, makePublicly } from '../../src/time/date-time.js';
import { agreesWithLuxon } from '../../src/time/luxon-probe.js';
import { choose, makeDateTime, makePrivately } from '../../src/time/quick.js';

const WAYS = [
  ['makePrivately()', makePrivately],
  ['makePublicly()', makePublicly],
] as const;

describe.each(WAYS)('%s', (_name, make) => {
  it('reads the calendar right, over the years of the wire', () => {
    // every 17 days and some hours from year 1 to 9999, in changing offsets
    for (let day = -719_162; day < 2_932_896; day += 17) {
      const milliseconds = day * 86_400_000 + ((((day * 7919) % 86_400_000) + 86_400_000) % 86_400_000);
      const offset = (((day % 2879) + 2879) % 2879) - 1439;
      const made = make(milliseconds, offset);
      const local = new Date(milliseconds + offset * 60_000);
      if (made.toMillis() !== milliseconds || made.offset !== offset) throw new Error(`${milliseconds}, ${offset}`);
      if (made.day !== local.getUTCDate() || made.month !== local.getUTCMonth() + 1) throw new Error(made.toISO());
      if (made.year !== local.getUTCFullYear() || made.hour !== local.getUTCHours()) throw new Error(made.toISO());
    }
  });

  it('makes a value that luxon reckons with', () => {
    const made = make(1_709_164_800_000, 330);
    expect(made.plus({ days: 1 }).toISO()).toBe('2024-03-01T05:30:00.000+05:30');
    expect(made.toFormat('cccc d LLLL yyyy')).toBe('Thursday 29 February 2024');
    expect(made).toBeInstanceOf(DateTime);
  });

  it('follows the settings of luxon', () => {
    const before = Settings.defaultLocale;
    Settings.defaultLocale = 'fr';
    try {
      expect(make(0, 0).toFormat('LLLL')).toBe('janvier');
    } finally {
      Settings.defaultLocale = before;
    }
    expect(make(0, 0).locale).toBe(makePublicly(0, 0).locale);
  });

  it('stays equal, for toEqual, to a plain luxon value after another one was formatted', () => {
    make(0, 0).toFormat('yyyy');
    expect(make(0, 0)).toEqual(DateTime.fromMillis(0, { zone: 'utc' }));
  });
});

describe('agreesWithLuxon()', () => {
  it('finds that both ways agree with the luxon at hand, and takes the quick one', () => {
    expect(agreesWithLuxon(makePublicly)).toBe(true);
    expect(agreesWithLuxon(makePrivately)).toBe(true);
    expect(choose()).toBe(makePrivately);
    expect(makeDateTime(5, 60)).toEqual(makePublicly(5, 60));
  });

  it.each<[string, typeof makePublicly]>([
    [
      'throws',
      () => {
        throw new TypeError('closed');
      },
    ],
    ['is a millisecond off', (milliseconds, offset) => makePublicly(milliseconds + 1, offset)],
    ['forgets the offset', (milliseconds) => makePublicly(milliseconds, 0)],
    ['leaves a field more', (milliseconds, offset) => Object.assign(makePublicly(milliseconds, offset), { more: 1 })],
  ])('refuses a way that %s', (_what, make) => {
    expect(agreesWithLuxon(make)).toBe(false);
  });
});

describe('dayOf()', () => {
  it.each([
    [1970, 1, 1],
    [1, 1, 1],
    [2000, 2, 29],
    [1900, 3, 1],
    [9999, 12, 31],
  ])('counts the days to %d-%d-%d', (year, month, day) => {
    expect(dayOf(year, month, day)).toBe(new Date(0).setUTCFullYear(year, month - 1, day) / 86_400_000);
  });

  it.each([
    [2023, 2, 29],
    [1900, 2, 29],
    [2024, 0, 1],
    [2024, 13, 1],
    [2024, 4, 31],
    [2024, 4, 0],
    [0, 1, 1],
  ])('knows no %d-%d-%d', (year, month, day) => {
    expect(dayOf(year, month, day)).toBeNull();
  });
});
