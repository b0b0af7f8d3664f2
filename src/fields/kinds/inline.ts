/*
 * What generated code does with the values of kinds instead of calling them. In the bundle for browsers, where no code is
 * generated, `without-inline.ts` stands in the place of this file.
 */
import { type DateTime } from 'luxon';

import { compareDateTimes, isDateTime, parseCanonical } from '../../time/index.js';
import { isUuidText, quote } from '../../text/index.js';
import { equalValues } from '../../values/index.js';
import { type Inline } from '../kind.js';

/** A value of any scalar kind, by the test that the kind has. */
export function scalar(name: string, holds: (value: unknown) => boolean, isQuoted: boolean): Inline {
  const test: Inline['test'] = (variable, hoist) => `${hoist(`is_${name}`, holds)}(${variable})`;
  return isQuoted ? { test, text: (variable) => `'"' + ${variable} + '"'` } : { test };
}

/** A UUID. */
export const uuid: Inline = {
  test: (variable, hoist) => `typeof ${variable} === 'string' && ${hoist('isUuidText', isUuidText)}(${variable})`,
};

/** A text. */
export const string: Inline = {
  test: (variable) => `typeof ${variable} === 'string'`,
  text: (variable, hoist) => `${hoist('quote', quote)}(${variable})`,
};

/** One of some texts. */
export function oneOf(values: readonly string[]): Inline {
  const texts = Object.fromEntries(values.map((value) => [value, JSON.stringify(value)]));
  return {
    test: (variable) => values.map((value) => `${variable} === ${JSON.stringify(value)}`).join(' || ') || 'false',
    text: (variable, hoist) => `${hoist('enum_texts', texts)}[${variable}]`,
  };
}

/** True or false. */
export const bool: Inline = { test: (variable) => `typeof ${variable} === 'boolean'`, text: (variable) => variable };

/** A whole number, no greater than the greatest. */
export function int(greatest: number): Inline {
  const test: Inline['test'] = (variable) =>
    `Number.isInteger(${variable}) && Math.abs(${variable}) <= ${String(greatest)}`;
  return { test, text: (variable) => variable };
}

/** A number. */
export const float: Inline = { test: (variable) => `typeof ${variable} === 'number'` };

/** An instant, by the text that its wire gives it. */
export function dateTime(dateText: (value: DateTime) => string): Inline {
  return {
    read: (variable, hoist) => `${hoist('parseCanonical', parseCanonical)}(${variable})`,
    writes: (variable, hoist) => `${hoist('isDateTime', isDateTime)}(${variable})`,
    text: (variable, hoist) => `'"' + ${hoist('dateText', dateText)}(${variable}) + '"'`,
    same: (left, right, hoist) => `${hoist('sameInstant', sameInstant)}(${left}, ${right})`,
  };
}

function sameInstant(left: unknown, right: unknown): boolean {
  return isDateTime(left) && isDateTime(right) ? compareDateTimes(left, right) === 0 : equalValues(left, right);
}

/** Anything. */
export const json: Inline = { test: () => 'true' };
