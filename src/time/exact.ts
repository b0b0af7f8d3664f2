import { type DateTime } from 'luxon';

/**
 * luxon counts milliseconds, Prefect microseconds. The three digits that luxon has no place for ride on the `DateTime`
 * under a symbol: luxon does not see them, and whoever passes the object on passes them on.
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

/** A class that extends it puts its private fields on an object that is there already. */
const Target = function (dateTime: object): object {
  return dateTime;
} as unknown as new (dateTime: object) => object;

/**
 * Room on a `DateTime` for its canonical text. It is a private field, so that a text that was asked for makes no
 * difference to an equality check, and no object of its own, which would weigh more than the text's place.
 */
export class TextRoom extends Target {
  #text: string | null;

  /** Makes the room, once for a `DateTime`. */
  constructor(dateTime: DateTime, text: string | null) {
    super(dateTime);
    this.#text = text;
  }

  /** The canonical text of an instant, once somebody has written it; null for one that has no room. */
  static textOf(dateTime: object): string | null {
    return #text in dateTime ? dateTime.#text : null;
  }

  /** Keeps the canonical text of an instant, where there is room. */
  static keep(dateTime: object, text: string): void {
    if (#text in dateTime) dateTime.#text = text;
  }
}
