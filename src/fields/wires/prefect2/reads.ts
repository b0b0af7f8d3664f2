import { type DateTime } from 'luxon';

import { encodeUtf8 } from '../../../text/index.js';
import { dateFault, dateTimeAt, isDateTime, parseDateTime, wholeMicroseconds } from '../../../time/index.js';
import { isBytes, isDate, pythonTrim, scalarText } from '../../../values/index.js';
import { INVALID, type Invalid } from '../../invalid.js';
import { type Reads } from '../wire.js';

/** What pydantic 1 takes beside the canonical forms. */
export const reads: Reads = {
  bool: readBool,
  int: readInt,
  float: readFloat,
  uuid: readUuid,
  string: (value) => scalarText(value) ?? INVALID,
  bytes: readBytes,
  dateTime: readDateTime,
  object: readObject,
};

/** The words of the reference for the booleans, in any case. @source pydantic 1, validators.py, `bool_validator` */
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'true', 't', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['0', 'false', 'f', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);

function readBool(value: unknown): boolean | Invalid {
  if (value === 1) return true;
  if (value === 0) return false;
  return typeof value === 'string' ? (WORDS.get(value.toLowerCase()) ?? INVALID) : INVALID;
}

function readInt(value: unknown): number | Invalid {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : INVALID;
  if (typeof value !== 'string') return INVALID;
  const read = readDigits(value, /^[+-]?\d+(?:_\d+)*$/);
  // more digits than a number can hold
  return read === Infinity || read === -Infinity ? INVALID : read;
}

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const NOT_FINITE = /^([+-]?)(?:(inf|infinity)|nan)$/i;

function readFloat(value: unknown): number | Invalid {
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return INVALID;
  const [, sign, infinite] = NOT_FINITE.exec(pythonTrim(value)) ?? [];
  if (sign === undefined) return readDigits(value, FLOAT);
  if (infinite === undefined) return NaN;
  return sign === '-' ? -Infinity : Infinity;
}

/** Reads digits as Python's `int()` and `float()` do: blanks around, single underscores between, digits of any script. */
function readDigits(text: string, grammar: RegExp): number | Invalid {
  const ascii = pythonTrim(text).replace(/\p{Nd}/gu, asciiDigit);
  return grammar.test(ascii) ? Number(ascii.replaceAll('_', '')) : INVALID;
}

/** Decimal digits stand in runs of ten in Unicode, each beginning with its zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

const HEX_32 = /^[0-9a-f]{32}$/i;

/** The UUID of a text in any form that the reference reads, canonical. @source Python, uuid.py, `UUID` */
function readUuid(value: unknown): string | Invalid {
  if (typeof value !== 'string') return INVALID;
  const digits = withoutBraces(value.replaceAll('urn:', '').replaceAll('uuid:', '')).replaceAll('-', '');
  if (!HEX_32.test(digits)) return INVALID;
  return digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Without the braces at both ends. By index: an expression for the end would try each character of a run of braces. */
function withoutBraces(text: string): string {
  let [from, to] = [0, text.length];
  while (text[from] === '{' || text[from] === '}') from += 1;
  while (to > from && (text[to - 1] === '{' || text[to - 1] === '}')) to -= 1;
  return text.slice(from, to);
}

/** @source pydantic 1, validators.py, `bytes_validator` */
function readBytes(value: unknown): Uint8Array | Invalid {
  if (isBytes(value)) return Uint8Array.from(value);
  const text = scalarText(value);
  return text === undefined ? INVALID : encodeUtf8(text);
}

function readDateTime(value: unknown): DateTime | Invalid {
  if (typeof value === 'string') return parseDateTime(value) ?? INVALID;
  if (isDateTime(value)) return wholeMicroseconds(value);
  return isDate(value) && dateFault(value) === null ? dateTimeAt(value.getTime(), 0) : INVALID;
}

/**
 * What Python's `dict()` makes of it: of an empty text or list an object without fields, of a list of names with values one
 * that has these.
 *
 * @source pydantic 1, main.py, `BaseModel.validate`
 */
function readObject(value: unknown): object | Invalid {
  if (value === '') return {};
  if (typeof value !== 'object' || value === null) return INVALID;
  if (!Array.isArray(value)) return value;
  return value.every(isEntry) ? Object.fromEntries(value) : INVALID;
}

function isEntry(item: unknown): item is [string, unknown] {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === 'string';
}
