import { type CodedFault } from '../fault.js';
import { inlined, type JsonSchema, type Kind, perWire, type SchemaTarget } from '../kind.js';
import * as inline from './inline.js';
import { scalar } from './scalar.js';

/** True or false; 1, 0 and the words for them are taken. */
export const bool: Kind<boolean> = perWire(({ reads }) =>
  scalar({
    name: 'bool',
    is: (value): value is boolean => typeof value === 'boolean',
    read: reads.bool,
    fault: (given) => ({ code: 'bool', given }),
    schema: { type: 'boolean' },
    inline: inline.bool,
  }),
);

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
  return rule === undefined ? ANY_INT : createInt(limits, rule);
}

function createInt(limits: NumberLimits, rule?: Rule): Kind<number> {
  return perWire(({ reads, greatestInt }) =>
    scalar({
      name: 'int',
      is: (value): value is number => Number.isInteger(value) && Math.abs(value as number) <= greatestInt,
      read: reads.int,
      fault: (given) => ({ code: 'int', given }),
      rule,
      inline: inline.int(greatestInt),
      schema: ({ target }) => ({ type: 'integer', ...limitsOf(limits, target) }),
    }),
  );
}

const ANY_INT = createInt({});

/**
 * A number. Booleans and texts of a number are taken; what is not finite is written as null.
 *
 * @source pydantic 1, validators.py, `float_validator`
 */
export function float(limits: NumberLimits = {}): Kind<number> {
  const rule = boundsRule(limits);
  return rule === undefined ? ANY_FLOAT : createFloat(limits, rule);
}

function createFloat(limits: NumberLimits, rule?: Rule): Kind<number> {
  return perWire(({ reads }) => {
    const kind = scalar({
      name: 'float',
      is: (value): value is number => typeof value === 'number',
      read: reads.float,
      fault: (given) => ({ code: 'float', given }),
      rule,
      schema: ({ target }) => ({ type: 'number', ...limitsOf(limits, target) }),
    });
    // 0.0, not 0: who reads the text with types gets a float again
    const text: Kind<number>['text'] = (value, place) =>
      Number.isInteger(value) && Math.abs(value) < 1e16 ? `${value}.0` : kind.text(value, place);
    // what generated code knows of a kind is not spread with it
    return rule === undefined ? inlined({ ...kind, text }, inline.float) : { ...kind, text };
  });
}

const ANY_FLOAT = createFloat({});

type Rule = (value: number) => CodedFault | null;

/** Only the bounds: the options of a field hold more. In OpenAPI 3.0 a bound and its being excluded are two entries. */
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
    bound(limits, 'minimum', (value, limit) => value >= limit),
    bound(limits, 'exclusiveMinimum', (value, limit) => value > limit),
    bound(limits, 'maximum', (value, limit) => value <= limit),
    bound(limits, 'exclusiveMaximum', (value, limit) => value < limit),
  ].filter((rule) => rule !== null);
  if (rules.length === 0) return undefined;
  return (value) => rules.map((rule) => rule(value)).find((fault) => fault !== null) ?? null;
}

function bound(
  limits: NumberLimits,
  code: keyof NumberLimits,
  holds: (value: number, limit: number) => boolean,
): Rule | null {
  const limit = limits[code];
  return limit === undefined ? null : (value) => (holds(value, limit) ? null : { code, limit });
}
