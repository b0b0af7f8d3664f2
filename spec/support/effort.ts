/**
 * How often something is done again: seldom, so that `npm test` is quick, and often where `SPEC_LONG` is set, as
 * `.ci/long` does. What a spec claims holds for both.
 */
export function times(seldom: number, often: number): number {
  return process.env.SPEC_LONG === undefined ? seldom : often;
}
