import { type DateTime } from 'luxon';

import { encodeUtf8 } from '../../../text/index.js';
import {
  dateFault,
  dateTimeAt,
  dateTimeFromUnix,
  isDateTime,
  parseIsoDateTime,
  wholeMicroseconds,
} from '../../../time/index.js';
import { isBytes, isDate } from '../../../values/index.js';
import { INVALID, type Invalid } from '../../invalid.js';
import { prefect2 } from '../prefect2/index.js';
import { type Reads } from '../wire.js';

/** What pydantic 2 takes beside the canonical forms. */
export const reads: Reads = {
  bool: prefect2.reads.bool,
  int: readInt,
  float: prefect2.reads.float,
  uuid: readUuid,
  string: (value) => (typeof value === 'string' ? value : INVALID),
  bytes: readBytes,
  dateTime: readDateTime,
  object: (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : INVALID),
};

/** The greatest whole number, in size, that counts as one: below 2^63, as its number is. */
export const GREATEST_INT = 2 ** 63 - 1024;

// without the blanks around, and with room for what is wrong
const TRIMMED = /^\p{White_Space}*([+-]?[\d_]+(?:\.0+)?)\p{White_Space}*$/u;
// pydantic passes over underscores between zeros in front, unless there is a minus
const LEADING_ZEROS = /^\+?0[0_]*(?=\d)/;
const DIGITS = /^[+-]?\d+(?:_\d+)*(?:\.0+)?$/;

/** What a text says as a whole number, in plain digits: blanks around, single underscores between, `.0` behind. Null for any other. */
export function wholeDigits(text: string): string | null {
  const digits = TRIMMED.exec(text)?.[1]?.replace(LEADING_ZEROS, '');
  return digits !== undefined && DIGITS.test(digits) ? digits.replaceAll('_', '') : null;
}

/** Never a fraction. @source pydantic-core 2, input/shared.rs, `str_as_int` */
function readInt(value: unknown): number | Invalid {
  const given = typeof value === 'string' ? wholeDigits(value) : value;
  if (typeof given !== 'string' && typeof given !== 'boolean' && typeof given !== 'bigint') return INVALID;
  const read = Number(given);
  return Math.abs(read) <= GREATEST_INT ? read : INVALID;
}

const DASHED = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
const UUID = new RegExp(`^(?:[0-9a-fA-F]{32}|(?:urn:uuid:)?${DASHED}|\\{${DASHED}\\})$`);

/** @source Rust's uuid crate, `Uuid::parse_str`: bare digits, with dashes, in braces, as a URN */
function readUuid(value: unknown): string | Invalid {
  if (typeof value !== 'string' || !UUID.test(value)) return INVALID;
  const digits = value.replace('urn:uuid:', '').replaceAll(/[{}-]/g, '').toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function readBytes(value: unknown): Uint8Array | Invalid {
  if (isBytes(value)) return Uint8Array.from(value);
  return typeof value === 'string' ? encodeUtf8(value) : INVALID;
}

function readDateTime(value: unknown): DateTime | Invalid {
  if (typeof value === 'string') return parseIsoDateTime(value) ?? INVALID;
  if (typeof value === 'number') return dateTimeFromUnix(value) ?? INVALID;
  if (isDateTime(value)) return wholeMicroseconds(value);
  return isDate(value) && dateFault(value) === null ? dateTimeAt(value.getTime(), 0) : INVALID;
}
