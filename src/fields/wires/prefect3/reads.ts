import { type DateTime } from 'luxon';

import {
  dateFault,
  dateTimeAt,
  dateTimeFromUnix,
  isDateTime,
  parseIsoDateTime,
  wholeMicroseconds,
} from '../../../time/index.js';
import { isBytes, isDate } from '../../brand.js';
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
};

const INT = /^\s*([+-]?\d+(?:_\d+)*)(?:\.0+)?\s*$/;

/** A text of digits, with blanks around, single underscores between and `.0` behind; never a fraction. */
function readInt(value: unknown): number | Invalid {
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value);
  if (typeof value !== 'string') return INVALID;
  const digits = INT.exec(value)?.[1];
  return digits === undefined ? INVALID : Number(digits.replaceAll('_', ''));
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
  return typeof value === 'string' ? new TextEncoder().encode(value) : INVALID;
}

function readDateTime(value: unknown): DateTime | Invalid {
  if (typeof value === 'string') return parseIsoDateTime(value) ?? INVALID;
  if (typeof value === 'number') return dateTimeFromUnix(value) ?? INVALID;
  if (isDateTime(value)) return wholeMicroseconds(value);
  return isDate(value) && dateFault(value) === null ? dateTimeAt(value.getTime(), 0) : INVALID;
}
