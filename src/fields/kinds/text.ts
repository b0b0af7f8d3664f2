import { isUuidText } from '../../time/index.js';
import { quote } from '../json-string.js';
import { type FieldFault, INVALID, type Invalid, type Kind } from '../kind.js';
import { pythonString, scalarText } from '../python-text.js';
import { scalar } from './scalar.js';

const HEX_32 = /^[0-9a-f]{32}$/i;

/** The UUID of a text in any form that the reference reads, canonical, or INVALID. */
function readUuid(value: unknown): string | Invalid {
  if (typeof value !== 'string') return INVALID;
  const digits = withoutBraces(value.replaceAll('urn:', '').replaceAll('uuid:', '')).replaceAll('-', '');
  if (!HEX_32.test(digits)) return INVALID;
  return digits.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Without the braces at both ends. By index: an expression for the end would look at every run of braces from each of its signs. */
function withoutBraces(text: string): string {
  let [from, to] = [0, text.length];
  while (text[from] === '{' || text[from] === '}') from += 1;
  while (to > from && (text[to - 1] === '{' || text[to - 1] === '}')) to -= 1;
  return text.slice(from, to);
}

/** A UUID, kept as its canonical text: lower case, with dashes. @source Python, uuid.py, `UUID` */
export const uuid: Kind<string> = scalar({
  name: 'uuid',
  is: (value): value is string => typeof value === 'string' && isUuidText(value),
  read: readUuid,
  fault: { msg: 'value is not a valid uuid', type: 'type_error.uuid' },
  schema: { type: 'string', format: 'uuid' },
  quoted: true,
  inline: {
    test: (variable, hoist) => `typeof ${variable} === 'string' && ${hoist('isUuidText', isUuidText)}(${variable})`,
  },
});

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
  return makeString(limits, (value) => lengthFault(value, limits) ?? patternFault(value, pattern));
}

function makeString(
  { minLength, maxLength, pattern }: StringLimits,
  rule?: (value: string) => FieldFault | null,
): Kind<string> {
  return scalar({
    name: 'string',
    is: (value): value is string => typeof value === 'string',
    read: (value) => scalarText(value) ?? INVALID,
    inline: {
      test: (variable) => `typeof ${variable} === 'string'`,
      text: (variable, hoist) => `${hoist('quote', quote)}(${variable})`,
    },
    fault: { msg: 'str type expected', type: 'type_error.str' },
    rule,
    schema: { type: 'string', minLength, maxLength, pattern: patternSource(pattern) },
  });
}

/** Anchored, as the rule is. A schema has no place for flags: a pattern with flags is left unsaid. */
function patternSource(pattern: RegExp | undefined): string | undefined {
  return pattern?.flags === '' ? `^(?:${pattern.source})` : undefined;
}

const ANY_STRING = makeString({});

function lengthFault(value: string, { minLength, maxLength }: StringLimits): FieldFault | null {
  const length = Array.from(value).length;
  if (minLength !== undefined && length < minLength) {
    const msg = `ensure this value has at least ${minLength} characters`;
    return { msg, type: 'value_error.any_str.min_length', ctx: { limit_value: minLength } };
  }
  if (maxLength !== undefined && length > maxLength) {
    const msg = `ensure this value has at most ${maxLength} characters`;
    return { msg, type: 'value_error.any_str.max_length', ctx: { limit_value: maxLength } };
  }
  return null;
}

function patternFault(value: string, pattern: RegExp | undefined): FieldFault | null {
  if (pattern === undefined || value.search(pattern) === 0) return null;
  const { source } = pattern;
  return { msg: `string does not match regex "${source}"`, type: 'value_error.str.regex', ctx: { pattern: source } };
}

/**
 * One of the values of a const object.
 *
 * @source pydantic 1, validators.py, `enum_member_validator`
 */
export function enumeration<T extends string>(members: Readonly<Record<string, T>>): Kind<T> {
  const values = Object.values(members);
  return oneOf('enum', values, {
    msg: `value is not a valid enumeration member; permitted: ${values.map(pythonString).join(', ')}`,
    type: 'type_error.enum',
    ctx: { enum_values: values },
  });
}

/**
 * One of some texts. It differs from {@link enumeration} by the words of its fault, which are those of Python's `Literal`.
 *
 * @source pydantic 1, validators.py, `make_literal_validator`
 */
export function literal<const T extends string>(values: readonly T[]): Kind<T> {
  return oneOf('literal', values, (given) => ({
    msg: `unexpected value; permitted: ${values.map(pythonString).join(', ')}`,
    type: 'value_error.const',
    ctx: { given, permitted: values },
  }));
}

function oneOf<T extends string>(
  name: string,
  values: readonly T[],
  fault: FieldFault | ((value: unknown) => FieldFault),
): Kind<T> {
  const permitted: ReadonlySet<unknown> = new Set(values);
  const texts = Object.fromEntries(values.map((value) => [value, JSON.stringify(value)]));
  return scalar({
    name,
    is: (value): value is T => permitted.has(value),
    read: () => INVALID,
    fault,
    schema: { type: 'string', enum: values },
    inline: {
      test: (variable) => values.map((value) => `${variable} === ${JSON.stringify(value)}`).join(' || ') || 'false',
      text: (variable, hoist) => `${hoist('enum_texts', texts)}[${variable}]`,
    },
  });
}
