/*
 * Texts of a fixed shape, looked at character by character in a table: a third of what a regular expression costs. The
 * characters are told one by one, not in a loop, and each is asked for once: that is what costs.
 */

const LETTER = 0x400;
const OTHER = 0x800;

/** What each character is worth as a digit. An entry for every code of a text: an index past the end would cost. */
const DIGITS = new Uint16Array(0x10000).fill(OTHER);
for (const [value, character] of Array.from('0123456789').entries()) DIGITS[character.charCodeAt(0)] = value;
for (const character of 'abcdef') DIGITS[character.charCodeAt(0)] = LETTER;

const DASH = '-'.charCodeAt(0);

/** The greatest number that {@link twoDigits} gives for two digits; for anything else it gives one with a higher bit. */
export const TWO_DIGITS_MASK = 0x7f;

/** Reads two decimal digits. For anything else it gives a number that sticks out of {@link TWO_DIGITS_MASK}. */
export function twoDigits(text: string, at: number): number {
  return DIGITS[text.charCodeAt(at)]! * 10 + DIGITS[text.charCodeAt(at + 1)]!;
}

/**
 * Whether a text is a UUID in lower case, with dashes. It is one long expression, because a loop takes half as long
 * again, and because the engine would copy a shorter one into its callers and then have no room there for anything else.
 */
export function isUuidText(text: string): boolean {
  if (text.length !== 36) return false;
  if (text.charCodeAt(8) !== DASH || text.charCodeAt(13) !== DASH) return false;
  if (text.charCodeAt(18) !== DASH || text.charCodeAt(23) !== DASH) return false;
  const all =
    DIGITS[text.charCodeAt(0)]! |
    DIGITS[text.charCodeAt(1)]! |
    DIGITS[text.charCodeAt(2)]! |
    DIGITS[text.charCodeAt(3)]! |
    DIGITS[text.charCodeAt(4)]! |
    DIGITS[text.charCodeAt(5)]! |
    DIGITS[text.charCodeAt(6)]! |
    DIGITS[text.charCodeAt(7)]! |
    DIGITS[text.charCodeAt(9)]! |
    DIGITS[text.charCodeAt(10)]! |
    DIGITS[text.charCodeAt(11)]! |
    DIGITS[text.charCodeAt(12)]! |
    DIGITS[text.charCodeAt(14)]! |
    DIGITS[text.charCodeAt(15)]! |
    DIGITS[text.charCodeAt(16)]! |
    DIGITS[text.charCodeAt(17)]! |
    DIGITS[text.charCodeAt(19)]! |
    DIGITS[text.charCodeAt(20)]! |
    DIGITS[text.charCodeAt(21)]! |
    DIGITS[text.charCodeAt(22)]! |
    DIGITS[text.charCodeAt(24)]! |
    DIGITS[text.charCodeAt(25)]! |
    DIGITS[text.charCodeAt(26)]! |
    DIGITS[text.charCodeAt(27)]! |
    DIGITS[text.charCodeAt(28)]! |
    DIGITS[text.charCodeAt(29)]! |
    DIGITS[text.charCodeAt(30)]! |
    DIGITS[text.charCodeAt(31)]! |
    DIGITS[text.charCodeAt(32)]! |
    DIGITS[text.charCodeAt(33)]! |
    DIGITS[text.charCodeAt(34)]! |
    DIGITS[text.charCodeAt(35)]!;
  return (all & OTHER) === 0;
}
