import { isUuidText } from '../../text/index.js';
import { type CodedFault } from '../fault.js';
import { INVALID } from '../invalid.js';
import { type JsonSchema, type Kind, perWire, type SchemaRefs } from '../kind.js';
import * as inline from './inline.js';
import { scalar } from './scalar.js';

/** A UUID, kept as its canonical text: lower case, with dashes. */
export const uuid: Kind<string> = perWire(({ reads }) =>
  scalar({
    name: 'uuid',
    is: (value): value is string => typeof value === 'string' && isUuidText(value),
    read: reads.uuid,
    fault: (given) => ({ code: 'uuid', given }),
    schema: { type: 'string', format: 'uuid' },
    quoted: true,
    inline: inline.uuid,
  }),
);

/** Limits of a text; lengths count code points, as Python does. */
export interface StringLimits {
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Tested from the beginning of the text. */
  readonly pattern?: RegExp;
}

/**
 * A text. Numbers and booleans are taken and written as Python writes them.
 *
 * @source pydantic 1, validators.py, `str_validator`
 */
export function string(limits: StringLimits = {}): Kind<string> {
  const { minLength, maxLength, pattern } = limits;
  // one kind for all fields without limits, so that generated code names it once
  if (minLength === undefined && maxLength === undefined && pattern === undefined) return ANY_STRING;
  return createString(limits, (value) => lengthFault(value, limits) ?? patternFault(value, pattern));
}

function createString(
  { minLength, maxLength, pattern }: StringLimits,
  rule?: (value: string) => CodedFault | null,
): Kind<string> {
  return perWire(({ reads }) =>
    scalar({
      name: 'string',
      is: (value): value is string => typeof value === 'string',
      read: reads.string,
      inline: inline.string,
      fault: (given) => ({ code: 'string', given }),
      rule,
      schema: { type: 'string', minLength, maxLength, pattern: patternSource(pattern) },
    }),
  );
}

/** Anchored, as the rule is. JSON Schema has no flags: a pattern with flags is left out. */
function patternSource(pattern: RegExp | undefined): string | undefined {
  return pattern?.flags === '' ? `^(?:${pattern.source})` : undefined;
}

const ANY_STRING = createString({});

function lengthFault(value: string, { minLength, maxLength }: StringLimits): CodedFault | null {
  const length = Array.from(value).length;
  if (minLength !== undefined && length < minLength) return { code: 'minLength', limit: minLength };
  return maxLength !== undefined && length > maxLength ? { code: 'maxLength', limit: maxLength } : null;
}

function patternFault(value: string, pattern: RegExp | undefined): CodedFault | null {
  if (pattern === undefined || value.search(pattern) === 0) return null;
  return { code: 'pattern', source: pattern.source };
}

/** What the JSON Schema says of an enumeration, where a wire shares them (Prefect 3's does). */
export interface EnumNotes {
  /** The name under which it is shared; one without stands at its field. */
  readonly title?: string;
  readonly description?: string;
}

/**
 * One of the values of a const object.
 *
 * @param notes - for the JSON Schema, in which all fields of one kind share it
 * @source pydantic 1, validators.py, `enum_member_validator`
 */
export function enumeration<T extends string>(
  members: Readonly<Record<string, T>>,
  { title, description }: EnumNotes = {},
): Kind<T> {
  const values = Object.values(members);
  const shared = title === undefined ? null : { name: title };
  return perWire(({ schemas }) =>
    oneOf(
      'enum',
      values,
      () => ({ code: 'enum', values }),
      (refs) =>
        shared !== null && schemas.sharesEnums
          ? refs.refTo(shared, () => ({ title, description, ...choiceOf(values) }))
          : choiceOf(values),
    ),
  );
}

/**
 * One of several texts. Unlike {@link enumeration}, its fault has the words of Python's `Literal`.
 *
 * @source pydantic 1, validators.py, `make_literal_validator`
 */
export function literal<const T extends string>(values: readonly T[]): Kind<T> {
  return perWire(({ schemas }) =>
    oneOf(
      'literal',
      values,
      (given) => ({ code: 'literal', values, given }),
      ({ target }) =>
        schemas.hasConstants && values.length === 1 && target !== 'openapi-3.0'
          ? { type: 'string', const: values[0] }
          : choiceOf(values),
    ),
  );
}

function choiceOf(values: readonly string[]): JsonSchema {
  return { type: 'string', enum: values };
}

function oneOf<T extends string>(
  name: string,
  values: readonly T[],
  fault: (given: unknown) => CodedFault,
  schema: (refs: SchemaRefs) => JsonSchema,
): Kind<T> {
  const permitted: ReadonlySet<unknown> = new Set(values);
  return scalar({
    name,
    is: (value): value is T => permitted.has(value),
    read: () => INVALID,
    fault,
    schema,
    inline: inline.oneOf(values),
  });
}
