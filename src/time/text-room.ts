/* In the bundle for browsers `without-text-room.ts` stands in the place of this file. */
import { type DateTime } from 'luxon';

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
