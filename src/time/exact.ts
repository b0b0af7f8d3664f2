import { type DateTime } from 'luxon';

/**
 * luxon counts milliseconds, Prefect microseconds. The three digits that luxon has no place for ride on the `DateTime`
 * under a symbol: luxon does not see them, and they stay with the object wherever it is passed.
 *
 * The symbol is enumerable on purpose: Jest's `toEqual` looks at enumerable symbols, so that two instants of one
 * millisecond stay different in a user's specs.
 */
export const EXACT = Symbol.for('prefect-states.exact');

/** A `DateTime` as what may carry microseconds: 1 to 999, past the millisecond. A plain luxon value has none. */
export interface Carrier {
  [EXACT]?: number;
}

/** The digits past the millisecond, 0 to 999; 0 for a value that luxon made. @internal */
export function pastMillisecond(dateTime: DateTime): number {
  return (dateTime as Carrier)[EXACT] ?? 0;
}
