/** A class that extends it puts its private fields on an object that is there already. */
export const Target = function (object: object): object {
  return object;
} as unknown as new (object: object) => object;

/**
 * Room on an object for its text, such as a `DateTime`'s canonical one. It is a private field, so that a text that was asked for
 * makes no difference to an equality check, and no object of its own, which would weigh more than the text's place.
 */
export class TextRoom extends Target {
  #text: string | null;

  /** Makes the room, once for an object. */
  constructor(object: object, text: string | null) {
    super(object);
    this.#text = text;
  }

  /** The text of an object, once somebody has written it; null for one that has no room. */
  static textOf(object: object): string | null {
    return #text in object ? object.#text : null;
  }

  /** Keeps the text of an object, where there is room. */
  static keep(object: object, text: string): void {
    if (#text in object) object.#text = text;
  }
}
