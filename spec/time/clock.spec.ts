import { jest } from '@jest/globals';

import { compareDateTimes, formatDateTime, now } from '../../src/time/index.js';

const T = Date.UTC(2031, 1, 28, 12);

describe('now()', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is the time of Date.now, UTC', () => {
    jest.setSystemTime(T);
    expect(formatDateTime(now())).toBe('2031-02-28T12:00:00+00:00');
  });

  it('counts microseconds while the clock stands still', () => {
    jest.setSystemTime(T + 1);
    expect([now(), now(), now()].map(formatDateTime)).toEqual([
      '2031-02-28T12:00:00.001000+00:00',
      '2031-02-28T12:00:00.001001+00:00',
      '2031-02-28T12:00:00.001002+00:00',
    ]);
  });

  it('runs over into the next millisecond when one is full', () => {
    jest.setSystemTime(T + 10);
    const instants = Array.from({ length: 2001 }, now);
    expect(formatDateTime(instants.at(-1)!)).toBe('2031-02-28T12:00:00.012000+00:00');
    jest.setSystemTime(T + 11);
    expect(formatDateTime(now())).toBe('2031-02-28T12:00:00.012001+00:00');
  });

  it('follows a clock that is set back', () => {
    jest.setSystemTime(T + 100);
    now();
    jest.setSystemTime(Date.UTC(2001, 0, 1));
    expect(formatDateTime(now())).toBe('2001-01-01T00:00:00+00:00');
  });

  it('gives no instant twice, however the clock is set', () => {
    const seen = new Set<string>();
    const times = [0, 5, 3, 0, 0, 86_400_000, 0, -50, 4, 0, 86_400_000, -50, 0].map((shift) => T + 1000 + shift);
    for (const time of times) {
      jest.setSystemTime(time);
      for (let i = 0; i < 3; i++) seen.add(formatDateTime(now()));
    }
    expect(seen.size).toBe(times.length * 3);
  });

  it('gives no instant twice after a full millisecond was left behind', () => {
    const seen = new Set<string>();
    for (let round = 0; round < 4; round++) {
      jest.setSystemTime(T + 5000);
      for (let i = 0; i < 700; i++) seen.add(formatDateTime(now()));
      jest.setSystemTime(T + 4000);
      now();
    }
    expect(seen.size).toBe(2800);
  });

  it('keeps its order under the real clock', () => {
    jest.useRealTimers();
    const instants = Array.from({ length: 5000 }, now);
    expect(instants.every((instant, i) => i === 0 || compareDateTimes(instants[i - 1]!, instant) < 0)).toBe(true);
  });
});
