/* What stands in the place of `text-room.ts` in the bundle for browsers: a text is written each time that it is asked for. */

/** No room for a text. */
export class TextRoom {
  /** There is no text. */
  static textOf(): null {
    return null;
  }

  /** Keeps nothing. */
  static keep(): void {
    // what is not kept is written again
  }
}
