import { jest } from '@jest/globals';

import { compareDateTimes, currentDateTime, formatDateTime, parseDateTime } from '../../src/time/index.js';

const T = Date.UTC(2031, 1, 28, 12);

describe('currentDateTime()', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('is the time of Date.now, UTC', () => {
    jest.setSystemTime(T);
    expect(formatDateTime(currentDateTime())).toBe('2031-02-28T12:00:00+00:00');
  });

  it('counts microseconds while the clock stands still', () => {
    jest.setSystemTime(T + 1);
    expect([currentDateTime(), currentDateTime(), currentDateTime()].map(formatDateTime)).toEqual([
      '2031-02-28T12:00:00.001000+00:00',
      '2031-02-28T12:00:00.001001+00:00',
      '2031-02-28T12:00:00.001002+00:00',
    ]);
  });

  it('begins a millisecond where a finer clock stands, so that a whole second is no likelier than another time', () => {
    jest.setSystemTime(T + 4);
    jest.advanceTimersByTime(1.25);
    expect([currentDateTime(), currentDateTime()].map(formatDateTime)).toEqual([
      '2031-02-28T12:00:00.005250+00:00',
      '2031-02-28T12:00:00.005251+00:00',
    ]);
  });

  it('runs over into the next millisecond when one is full', () => {
    jest.setSystemTime(T + 10);
    const instants = Array.from({ length: 2001 }, currentDateTime);
    expect(formatDateTime(instants.at(-1)!)).toBe('2031-02-28T12:00:00.012000+00:00');
    jest.setSystemTime(T + 11);
    expect(formatDateTime(currentDateTime())).toBe('2031-02-28T12:00:00.012001+00:00');
  });

  it('follows a clock that is set back', () => {
    jest.setSystemTime(T + 100);
    currentDateTime();
    jest.setSystemTime(Date.UTC(2001, 0, 1));
    expect(formatDateTime(currentDateTime())).toBe('2001-01-01T00:00:00+00:00');
  });

  it('gives no instant twice, however the clock is set', () => {
    const seen = new Set<string>();
    const times = [0, 5, 3, 0, 0, 86_400_000, 0, -50, 4, 0, 86_400_000, -50, 0].map((shift) => T + 1000 + shift);
    for (const time of times) {
      jest.setSystemTime(time);
      for (let i = 0; i < 3; i++) seen.add(formatDateTime(currentDateTime()));
    }
    expect(seen.size).toBe(times.length * 3);
  });

  it('gives no instant twice after a full millisecond was left behind', () => {
    const seen = new Set<string>();
    for (let round = 0; round < 4; round++) {
      jest.setSystemTime(T + 5000);
      for (let i = 0; i < 700; i++) seen.add(formatDateTime(currentDateTime()));
      jest.setSystemTime(T + 4000);
      currentDateTime();
    }
    expect(seen.size).toBe(2800);
  });

  it('gives no instant twice over thousands of readings at random, forwards and back, near and far', () => {
    const seen = new Set<string>();
    // a generator of its own: the same readings each time
    let random = 1;
    const next = (below: number): number => (random = (random * 48_271) % 2_147_483_647) % below;
    let time = T;
    for (let i = 0; i < 20_000; i++) {
      time += [next(3) - 1, next(41) - 20, next(2001) - 1000, (next(61) - 30) * 86_400_000][next(4)]!;
      jest.setSystemTime(time);
      seen.add(formatDateTime(currentDateTime()));
    }
    expect(seen.size).toBe(20_000);
  });

  it.each([
    ['by a millisecond each time', (i: number) => -i],
    ['to and fro', (i: number) => (i % 2 === 0 ? i * 10 : -i * 10)],
    ['by a day each time', (i: number) => -i * 86_400_000],
    ['to one time', (i: number) => (i % 2) * 10],
  ])('takes no longer the more often the clock was set back: %s', async (_way, shift) => {
    // fake timers would measure their own time
    jest.useRealTimers();
    await jest.isolateModulesAsync(async () => {
      const fresh = await import('../../src/time/index.js');
      let time = 0;
      jest.spyOn(Date, 'now').mockImplementation(() => time);
      const begin = performance.now();
      for (let i = 0; i < 30_000; i++) {
        time = Date.UTC(2200, 0) + shift(i);
        fresh.currentDateTime();
      }
      expect(performance.now() - begin).toBeLessThan(4000);
    });
  });

  const readings = (given: unknown): void => {
    jest.spyOn(Date, 'now').mockReturnValue(given as number);
  };

  it.each([Infinity, -Infinity, NaN, 9e15, -9e15, 253_402_300_800_000, -62_135_596_800_001, undefined])(
    'counts on where it stood while the clock says %p',
    (given) => {
      jest.setSystemTime(Date.UTC(2300, 0));
      const before = currentDateTime();
      readings(given);
      const during = [currentDateTime(), currentDateTime()];
      jest.restoreAllMocks();
      jest.setSystemTime(Date.UTC(2300, 0));
      const instants = [before, ...during, currentDateTime()];
      expect(instants.every((instant) => parseDateTime(formatDateTime(instant))?.equals(instant))).toBe(true);
      expect(instants.map(({ year }) => year)).toEqual([2300, 2300, 2300, 2300]);
      expect(new Set(instants.map(formatDateTime)).size).toBe(4);
    },
  );

  it('takes steps back after nonsense as any', () => {
    for (const given of [Infinity, 9e15]) {
      readings(given);
      currentDateTime();
    }
    for (let i = 0; i < 20_000; i++) {
      readings(Date.UTC(2400, 0) - i);
      currentDateTime();
    }
    readings(Date.UTC(2399, 0));
    expect(formatDateTime(currentDateTime())).toBe('2399-01-01T00:00:00+00:00');
  });

  it('begins in a year that has a text when the first reading is nonsense', async () => {
    await jest.isolateModulesAsync(async () => {
      const fresh = await import('../../src/time/index.js');
      readings(NaN);
      const instant = fresh.currentDateTime();
      expect(parseDateTime(formatDateTime(instant))?.equals(instant)).toBe(true);
    });
  });

  it('cuts fractions of a millisecond', () => {
    readings(Date.UTC(2500, 0) + 0.75);
    expect([currentDateTime(), currentDateTime()].map(formatDateTime)).toEqual([
      '2500-01-01T00:00:00+00:00',
      '2500-01-01T00:00:00.000001+00:00',
    ]);
  });

  it('gives no instant twice, and none without a text, at the end of the year 9999', () => {
    const seen = new Set<string>();
    for (const time of [1, 0, 0, 1, 0, 2].map((back) => 253_402_300_799_999 - back)) {
      readings(time);
      for (let i = 0; i < 1500; i++) seen.add(formatDateTime(currentDateTime()));
    }
    expect(seen.size).toBe(9000);
    expect([...seen].every((text) => parseDateTime(text) !== null)).toBe(true);
  });

  it('keeps its order under the real clock', () => {
    jest.useRealTimers();
    const instants = Array.from({ length: 5000 }, currentDateTime);
    expect(instants.every((instant, i) => i === 0 || compareDateTimes(instants[i - 1]!, instant) < 0)).toBe(true);
  });
});
