/* Texts of a fixed shape, looked at sign by sign in a table: half of what a regular expression costs. */

const DIGIT = 1;
const HEX_LETTER = 2;
const MARKS: Readonly<Record<string, number>> = { '-': 4, ':': 8, '.': 16, T: 32, '+': 64 };

// one entry for every code that a text can hold: an index past the end would read as undefined, and cost
const CLASSES = new Uint8Array(0x10000);
for (const sign of '0123456789') CLASSES[sign.charCodeAt(0)] = DIGIT;
for (const sign of 'abcdef') CLASSES[sign.charCodeAt(0)] = HEX_LETTER;
for (const [sign, mask] of Object.entries(MARKS)) CLASSES[sign.charCodeAt(0)] = mask;

/** What may stand at each place of a text. */
export type Shape = Uint8Array;

/**
 * Makes a shape of an example: `9` stands for any digit, `x` for a hexadecimal one in lower case, `±` for either sign,
 * each other sign for itself.
 *
 * @internal
 */
export function shapeLike(example: string): Shape {
  const anyOf: Readonly<Record<string, number>> = { ...MARKS, 9: DIGIT, x: DIGIT | HEX_LETTER, '±': 4 | 64 };
  return Uint8Array.from(example, (_, index) => index).map((index) => anyOf[example[index]!]!);
}

/** Whether a text has a shape. @internal */
export function fits(text: string, shape: Shape): boolean {
  if (text.length !== shape.length) return false;
  for (let i = 0; i < shape.length; i++) {
    if ((CLASSES[text.charCodeAt(i)]! & shape[i]!) === 0) return false;
  }
  return true;
}
