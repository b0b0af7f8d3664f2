import { type FieldFault, INVALID, type Invalid, type JsonSchema, type Kind, type SchemaTarget } from '../kind.js';
import { pythonNumber, pythonTrim } from '../python-text.js';
import { scalar } from './scalar.js';

/** The words of the reference for the booleans, in any case. @source pydantic 1, validators.py, `bool_validator` */
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 'true', 't', 'yes', 'y', 'on'].map((word) => [word, true] as const),
  ...['0', 'false', 'f', 'no', 'n', 'off'].map((word) => [word, false] as const),
]);

/** True or false; 1, 0 and the words for them are taken. */
export const bool: Kind<boolean> = scalar({
  name: 'bool',
  is: (value): value is boolean => typeof value === 'boolean',
  read: readBool,
  fault: { msg: 'value could not be parsed to a boolean', type: 'type_error.bool' },
  schema: { type: 'boolean' },
  inline: { test: (variable) => `typeof ${variable} === 'boolean'`, text: (variable) => variable },
});

function readBool(value: unknown): boolean | Invalid {
  if (value === 1) return true;
  if (value === 0) return false;
  return typeof value === 'string' ? (WORDS.get(value.toLowerCase()) ?? INVALID) : INVALID;
}

/** Bounds of a number, by JSON Schema's names. */
export interface NumberLimits {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * A whole number. A fraction is cut off, `true` is 1, texts of digits count.
 *
 * Past 2^53 - 1 digits are lost, as everywhere in JavaScript.
 *
 * @source pydantic 1, validators.py, `int_validator`
 */
export function int(limits: NumberLimits = {}): Kind<number> {
  const rule = boundsRule(limits);
  // one kind for all fields without bounds, so that generated code names it once
  return rule === undefined ? ANY_INT : makeInt(limits, rule);
}

function makeInt(limits: NumberLimits, rule?: Rule): Kind<number> {
  return scalar({
    name: 'int',
    is: (value): value is number => Number.isInteger(value),
    read: readInt,
    fault: { msg: 'value is not a valid integer', type: 'type_error.integer' },
    rule,
    schema: ({ target }) => ({ type: 'integer', ...limitsOf(limits, target) }),
  });
}

const ANY_INT = makeInt({});

function readInt(value: unknown): number | Invalid {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return Number.isFinite(value) ? Math.trunc(value) : INVALID;
  if (typeof value !== 'string') return INVALID;
  const read = readDigits(value, /^[+-]?\d+(?:_\d+)*$/);
  // more digits than a number can hold
  return read === Infinity || read === -Infinity ? INVALID : read;
}

/**
 * A number. Booleans and texts of a number are taken; what is not finite is written as null.
 *
 * @source pydantic 1, validators.py, `float_validator`
 */
export function float(limits: NumberLimits = {}): Kind<number> {
  const rule = boundsRule(limits);
  return rule === undefined ? ANY_FLOAT : makeFloat(limits, rule);
}

function makeFloat(limits: NumberLimits, rule?: Rule): Kind<number> {
  const kind = scalar({
    name: 'float',
    is: (value): value is number => typeof value === 'number',
    read: readFloat,
    fault: { msg: 'value is not a valid float', type: 'type_error.float' },
    rule,
    schema: ({ target }) => ({ type: 'number', ...limitsOf(limits, target) }),
  });
  // 0.0, not 0: whoever reads the text with types gets a float again
  const text: Kind<number>['text'] = (value, place) =>
    Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : kind.text(value, place);
  return { ...kind, text };
}

const ANY_FLOAT = makeFloat({});

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

type Rule = (value: number) => FieldFault | null;

/** The bounds alone: the options of a field hold more. In OpenAPI 3.0 a bound and its being excluded are two entries. */
function limitsOf(limits: NumberLimits, target: SchemaTarget): JsonSchema {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = limits;
  if (target !== 'openapi-3.0') return { minimum, exclusiveMinimum, maximum, exclusiveMaximum };
  return {
    minimum: exclusiveMinimum ?? minimum,
    exclusiveMinimum: exclusiveMinimum === undefined ? undefined : true,
    maximum: exclusiveMaximum ?? maximum,
    exclusiveMaximum: exclusiveMaximum === undefined ? undefined : true,
  };
}

function boundsRule(limits: NumberLimits): Rule | undefined {
  const rules = [
    bound(limits.minimum, (value, limit) => value >= limit, 'greater than or equal to', 'not_ge'),
    bound(limits.exclusiveMinimum, (value, limit) => value > limit, 'greater than', 'not_gt'),
    bound(limits.maximum, (value, limit) => value <= limit, 'less than or equal to', 'not_le'),
    bound(limits.exclusiveMaximum, (value, limit) => value < limit, 'less than', 'not_lt'),
  ].filter((rule) => rule !== null);
  if (rules.length === 0) return undefined;
  return (value) => rules.map((rule) => rule(value)).find((fault) => fault !== null) ?? null;
}

function bound(
  limit: number | undefined,
  holds: (value: number, limit: number) => boolean,
  words: string,
  type: string,
): Rule | null {
  if (limit === undefined) return null;
  const fault: FieldFault = {
    msg: `ensure this value is ${words} ${pythonNumber(limit)}`,
    type: `value_error.number.${type}`,
    ctx: { limit_value: limit },
  };
  return (value) => (holds(value, limit) ? null : fault);
}
