import { type DateTime } from 'luxon';

import { isDateTime, wholeMicroseconds } from '../../time/index.js';
import { INVALID } from '../invalid.js';
import { jsonText, toJsonValue } from '../../values/index.js';
import { inlined, type Kind, perWire } from '../kind.js';
import * as inline from './inline.js';

/**
 * An instant, kept as a luxon `DateTime` that carries its microseconds. A `DateTime` of either copy of luxon is kept as
 * it is, a `Date` is read as UTC.
 */
export const dateTime: Kind<DateTime> = perWire(({ reads, dateText }) =>
  inlined<DateTime>(
    {
      name: 'dateTime',
      is: (value): value is DateTime => isDateTime(value) && wholeMicroseconds(value) === value,
      accept: reads.dateTime,
      interpret(value, faults) {
        const found = reads.dateTime(value);
        return found === INVALID ? faults.add({ code: 'dateTime', given: value }) : found;
      },
      toWire: (value: unknown, options, place) =>
        isDateTime(value) ? dateText(value) : toJsonValue(value, options, place),
      text: (value: unknown, place) => (isDateTime(value) ? `"${dateText(value)}"` : jsonText(value, place)),
      copy: (value) => value,
      schema: () => ({ type: 'string', format: 'date-time' }),
    },
    inline.dateTime(dateText),
  ),
);
