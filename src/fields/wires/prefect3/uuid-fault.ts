import { encodeUtf8 } from '../../../text/index.js';

/** A text that is longer than the longest form: only its length is reported. */
const LONGEST = 45;

const FORMS = [/^\{(?<digits>.*)\}$/su, /^urn:uuid:(?<digits>.*)$/su];

/** Where each group of digits begins, and how long it is. */
const GROUPS = [
  [0, 8],
  [9, 4],
  [14, 4],
  [19, 4],
  [24, 12],
] as const;

/**
 * What is first wrong with the text of a UUID. Lengths are in bytes of UTF-8.
 *
 * @source Rust's uuid crate, `InvalidUuid::into_err`, by its answers
 */
export function uuidFault(text: string): string {
  const length = encodeUtf8(text).length;
  if (length > LONGEST) return `invalid length: found ${length}`;
  const form = FORMS.map((each) => each.exec(text)).find((match) => match !== null);
  const digits = form?.groups!.digits ?? text;
  const at = digits.search(/[^0-9a-fA-F-]/u);
  if (at >= 0) {
    const character = String.fromCodePoint(digits.codePointAt(at)!);
    return `invalid character: found \`${character}\` at ${at + text.indexOf(digits)}`;
  }
  const groups = digits.split('-');
  if (groups.length === 1 && form === undefined) return `invalid length: found ${length}`;
  if (groups.length !== GROUPS.length) return `invalid group count: expected ${GROUPS.length}, found ${groups.length}`;
  return groupFault(digits, length);
}

/** Of five groups, the first that is too long or too short; braces count to the last. */
function groupFault(digits: string, length: number): string {
  let end = -1;
  for (const [group, [start, expected]] of GROUPS.entries()) {
    end = digits.indexOf('-', end + 1);
    const found = (end < 0 ? length : end) - start;
    if (found !== expected) return `invalid group length in group ${group}: expected ${expected}, found ${found}`;
  }
  return '';
}
