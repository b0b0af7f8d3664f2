import { clampedPoissonInterval, secondsUntil } from '../../src/transitions/delays.js';
import { dice } from '../support/random-transitions.js';
import { inSeconds, NOW } from '../support/transitions.js';

describe('secondsUntil()', () => {
  // as Python rounds: a half goes to the even number, and the part of a second is rounded by itself
  it.each([
    [-3600, 0],
    [-0.6, 0],
    [0, 0],
    [0.5, 0],
    [0.500001, 1],
    [1.5, 1],
    [1.500001, 2],
    [2.5, 2],
    [5.999999, 6],
    [86_400.7, 86_401],
  ])('says of %d seconds that they are %i', (seconds, whole) => {
    expect(secondsUntil(inSeconds(seconds), NOW)).toBe(whole);
  });
});

describe('clampedPoissonInterval()', () => {
  // what the reference gives for an average, a factor and where the dice fall
  it.each([
    [10, 0.3, 0, 7.517717039771911],
    [10, 0.3, 0.5, 9.887778354591742],
    [10, 0.3, 0.999, 12.992700815300323],
    [5, 2, 0.25, 2.3020271442738185],
    [300, 60, 0.75, 415.88830833596717],
    [1, 0.01, 0.5, 0.9999847633408842],
    [7, 1, 1, 14],
    [-5, 0.5, 0.5, -2.4586695128859644],
  ])('gives of %d, spread by %d, at %d: %d', (average, factor, drawn, expected) => {
    expect(clampedPoissonInterval(average, factor, () => drawn)).toBeCloseTo(expected, 9);
  });

  it('stays in its bounds, and about the average', () => {
    const roll = dice(1);
    const drawn = Array.from({ length: 2000 }, () => clampedPoissonInterval(10, 0.5, roll));
    expect(Math.max(...drawn)).toBeLessThanOrEqual(15);
    expect(Math.min(...drawn)).toBeGreaterThan(0);
    expect(drawn.reduce((sum, each) => sum + each) / drawn.length).toBeCloseTo(10, 0);
  });

  it('spreads no delay into no delay', () => {
    expect(clampedPoissonInterval(0, 0.5, () => 0.5)).toBe(0);
  });
});
