import { lengthOf, millisOf } from '../../src/server/page/client/time.js';

describe('millisOf()', () => {
  it.each([
    ['2026-11-23T16:37:01.243753+00:00', '2026-11-23T16:37:01.243753+00:00', 0],
    ['2026-11-23T16:37:01.243754+00:00', '2026-11-23T16:37:01.243753+00:00', 0.001],
    ['2026-11-23T16:37:01.243+00:00', '2026-11-23T16:37:01+00:00', 243],
    ['2026-11-23T17:37:01+01:00', '2026-11-23T16:37:01+00:00', 0],
  ])('%s is later than %s by %d ms', (later, earlier, millis) => {
    expect(millisOf(later) - millisOf(earlier)).toBeCloseTo(millis, 3);
  });
});

describe('lengthOf()', () => {
  it.each([
    [0, '0 µs'],
    [0.001, '1 µs'],
    [1, '1 ms'],
    [412.4, '412 ms'],
    [3210, '3.2 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [11_520_000, '3 h 12 min'],
    [187_200_000, '2 d 4 h'],
    [-5, '0 µs'],
  ])('%d ms is %s', (millis, text) => {
    expect(lengthOf(millis)).toBe(text);
  });
});
