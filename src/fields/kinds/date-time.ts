import { type DateTime } from 'luxon';

import {
  compareDateTimes,
  dateFault,
  dateTimeAt,
  formatDateTime,
  isDateTime,
  parseDateTime,
  wholeMicroseconds,
} from '../../time/index.js';
import { isDate } from '../brand.js';
import { equalValues } from '../equality.js';
import { jsonText, toJsonValue } from '../json-value.js';
import { INVALID, inlined, type Kind } from '../kind.js';

const kind: Kind<DateTime> = {
  name: 'dateTime',
  is: (value): value is DateTime => isDateTime(value) && wholeMicroseconds(value) === value,
  accept: (value) => read(value) ?? INVALID,
  interpret(value, faults) {
    const found = read(value);
    if (found !== null) return found;
    if (typeof value === 'string')
      return faults.add({ msg: `Unable to parse string [${value}]`, type: 'value_error.parser' });
    return faults.add({ msg: 'Unrecognized datetime.', type: 'value_error' });
  },
  toWire: (value: unknown, options, place) =>
    isDateTime(value) ? formatDateTime(value) : toJsonValue(value, options, place),
  text: (value: unknown, place) => (isDateTime(value) ? `"${formatDateTime(value)}"` : jsonText(value, place)),
  copy: (value) => value,
  schema: () => ({ type: 'string', format: 'date-time' }),
};

/**
 * An instant, kept as a luxon `DateTime` that carries its microseconds. A `DateTime` of either copy of luxon is kept as
 * it is, a `Date` is read as UTC.
 *
 * @source prefect 2.20.25, server/utilities/schemas/fields.py, `DateTimeTZ`
 */
export const dateTime = inlined(kind, {
  same: (left, right, hoist) => `${hoist('sameInstant', sameInstant)}(${left}, ${right})`,
});

function sameInstant(left: unknown, right: unknown): boolean {
  return isDateTime(left) && isDateTime(right) ? compareDateTimes(left, right) === 0 : equalValues(left, right);
}

function read(value: unknown): DateTime | null {
  if (typeof value === 'string') return parseDateTime(value);
  if (isDateTime(value)) return wholeMicroseconds(value);
  return isDate(value) && dateFault(value) === null ? dateTimeAt(value.getTime(), 0) : null;
}
