import { type DateTime } from 'luxon';

/**
 * luxon counts milliseconds, Prefect microseconds. The three digits that luxon has no place for ride on the `DateTime`
 * under a symbol: luxon does not see them, and whoever passes the object on passes them on.
 *
 * The symbol is enumerable on purpose: Jest's `toEqual` looks at enumerable symbols, so that two instants of one
 * millisecond stay different in a user's specs.
 */
export const EXACT = Symbol.for('prefect-states.exact');

/** What rides on a `DateTime`. Made only when there is something to carry: a plain luxon value has no such digits. */
export class Exact {
  /** 1 to 999, past the millisecond. */
  readonly microsecond: number;
  // private, so that a text that was asked for makes no difference to an equality check
  #text: string | null;

  constructor(microsecond: number, text: string | null) {
    this.microsecond = microsecond;
    this.#text = text;
  }

  /** The canonical text of the instant, once somebody has written it. */
  get text(): string | null {
    return this.#text;
  }

  /** Keeps the canonical text of the instant. */
  keep(text: string): string {
    return (this.#text = text);
  }
}

/** A `DateTime` as what may carry microseconds. */
export interface Carrier {
  [EXACT]?: Exact;
}

/** The digits past the millisecond, 0 to 999; 0 for a value that luxon made. @internal */
export function pastMillisecond(dateTime: DateTime): number {
  return (dateTime as Carrier)[EXACT]?.microsecond ?? 0;
}
