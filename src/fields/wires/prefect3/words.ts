import { type Issue } from '../../../errors/index.js';
import { type FieldFault } from '../../fault.js';
import { pythonNumber, pythonString, pythonTypeName } from '../../../values/index.js';
import { type FaultWords, type IssueDetail } from '../wire.js';
import { wholeDigits } from './reads.js';
import { uuidFault } from './uuid-fault.js';

/** @source pydantic-core 2, errors/types.rs; for dates prefect 3.8.8 and whenever */
export const words: FaultWords = {
  missing: () => ({ msg: 'Field required', type: 'missing' }),
  none: () => ({ msg: 'Input should not be None', type: 'none_not_allowed' }),
  extra: () => ({ msg: 'Extra inputs are not permitted', type: 'extra_forbidden' }),
  root: () => MODEL,
  model: () => MODEL,
  record: () => ({ msg: 'Input should be a valid dictionary', type: 'dict_type' }),
  list: () => ({ msg: 'Input should be a valid list', type: 'list_type' }),
  set: () => ({ msg: 'Input should be a valid set', type: 'set_type' }),
  unhashable: () => ({ msg: 'Set items should be hashable', type: 'set_item_not_hashable' }),
  bool: ({ given }) =>
    typeof given === 'string' || Number.isInteger(given)
      ? { msg: 'Input should be a valid boolean, unable to interpret input', type: 'bool_parsing' }
      : { msg: 'Input should be a valid boolean', type: 'bool_type' },
  int: ({ given }) => intFault(given),
  float: ({ given }) =>
    typeof given === 'string'
      ? { msg: 'Input should be a valid number, unable to parse string as a number', type: 'float_parsing' }
      : { msg: 'Input should be a valid number', type: 'float_type' },
  uuid: ({ given }) =>
    typeof given === 'string'
      ? { msg: `${NO_UUID}${uuidFault(given)}`, type: 'uuid_parsing' }
      : { msg: 'UUID input should be a string, bytes or UUID object', type: 'uuid_type' },
  dateTime: ({ given }) =>
    typeof given === 'string'
      ? valueError(`Unable to parse string [${given}]`)
      : { msg: 'value is not a valid datetime', type: 'value_error' },
  string: () => ({ msg: 'Input should be a valid string', type: 'string_type' }),
  bytes: () => ({ msg: 'Input should be a valid bytes', type: 'bytes_type' }),
  enum: ({ values }) => expected(values, 'enum'),
  literal: ({ values }) => expected(values, 'literal_error'),
  minLength: ({ limit }) => ({
    msg: `String should have at least ${counted(limit, 'character')}`,
    type: 'string_too_short',
    ctx: { min_length: limit },
  }),
  maxLength: ({ limit }) => ({
    msg: `String should have at most ${counted(limit, 'character')}`,
    type: 'string_too_long',
    ctx: { max_length: limit },
  }),
  maxBytes: ({ limit }) => ({
    msg: `Data should have at most ${counted(limit, 'byte')}`,
    type: 'bytes_too_long',
    ctx: { max_length: limit },
  }),
  pattern: ({ source }) => ({
    msg: `String should match pattern '${source}'`,
    type: 'string_pattern_mismatch',
    ctx: { pattern: source },
  }),
  minItems: ({ limit, length }) => ({
    msg: `List should have at least ${counted(limit, 'item')} after validation, not ${length}`,
    type: 'too_short',
    ctx: { field_type: 'List', min_length: limit, actual_length: length },
  }),
  maxItems: ({ limit, length }) => ({
    msg: `List should have at most ${counted(limit, 'item')} after validation, not ${length}`,
    type: 'too_long',
    ctx: { field_type: 'List', max_length: limit, actual_length: length },
  }),
  minimum: ({ limit }) => bound('greater than or equal to', 'greater_than_equal', { ge: limit }),
  exclusiveMinimum: ({ limit }) => bound('greater than', 'greater_than', { gt: limit }),
  maximum: ({ limit }) => bound('less than or equal to', 'less_than_equal', { le: limit }),
  exclusiveMaximum: ({ limit }) => bound('less than', 'less_than', { lt: limit }),
  finite: () => ({ msg: 'Input should be a finite number', type: 'finite_number' }),
  unread: ({ kind }) => ofKind(kind.toLowerCase()),
  notNull: () => ({ msg: 'Input should be None', type: 'none_required' }),
  rule: ({ msg, rule, ctx }) => ({
    ...valueError(msg),
    ...((rule || ctx) && { ctx: { ...(rule && { rule }), ...ctx } }),
  }),
  ruleOfType: ({ msg, rule }) => ({ msg, type: `${rule}_type` }),
  tooDeep: () => ({ msg: 'Recursion error - cyclic reference detected', type: 'recursion_loop' }),
  jsonInput: ({ given }) => ({
    msg: `JSON input should be string, bytes or bytearray, not ${pythonTypeName(given)}`,
    type: 'json_type',
  }),
  utf8: () => invalidJson('the text is not valid UTF-8'),
  json: ({ msg }) => invalidJson(msg),
  body: ({ fault }) => ({ msg: 'JSON decode error', type: 'json_invalid', ctx: { error: fault.msg } }),
};

const NO_UUID = 'Input should be a valid UUID, ';
// of what was raised as a ValueError
const VALUE_ERROR = 'Value error, ';

/**
 * An issue in a 422: what was given stands in it, and what was thrown, where it was a text.
 *
 * @source fastapi and pydantic-core 2, `ValidationError.errors()` as JSON
 */
export function detail({ loc, msg, type, ctx }: Issue, input: unknown): IssueDetail {
  const error = type === 'uuid_parsing' ? msg.slice(NO_UUID.length) : msg.startsWith(VALUE_ERROR) ? {} : undefined;
  const context = error === undefined ? ctx : { ...ctx, error };
  return { type, loc, msg, input, ...(context && { ctx: context }) };
}

const MODEL: FieldFault = {
  msg: 'Input should be a valid dictionary or object to extract fields from',
  type: 'model_attributes_type',
};

function ofKind(kind: string): FieldFault {
  return { msg: `Input should be a valid ${kind}`, type: `${kind}_type` };
}

function valueError(msg: string): FieldFault {
  return { msg: `${VALUE_ERROR}${msg}`, type: 'value_error' };
}

function invalidJson(error: string): FieldFault {
  return { msg: `Invalid JSON: ${error}`, type: 'json_invalid', ctx: { error } };
}

function intFault(given: unknown): FieldFault {
  if (typeof given === 'string' && wholeDigits(given) === null)
    return { msg: 'Input should be a valid integer, unable to parse string as an integer', type: 'int_parsing' };
  if (typeof given === 'string' || typeof given === 'bigint' || Number.isInteger(given))
    return { msg: 'Unable to parse input string as an integer, exceeded maximum size', type: 'int_parsing_size' };
  if (typeof given !== 'number') return { msg: 'Input should be a valid integer', type: 'int_type' };
  return Number.isFinite(given)
    ? { msg: 'Input should be a valid integer, got a number with a fractional part', type: 'int_from_float' }
    : { msg: 'Input should be a finite number', type: 'finite_number' };
}

/** The values of an enumeration, as a sentence. */
function expected(values: readonly string[], type: string): FieldFault {
  const texts = values.map(pythonString);
  const last = texts.pop() ?? '';
  const sentence = texts.length === 0 ? last : `${texts.join(', ')} or ${last}`;
  return { msg: `Input should be ${sentence}`, type, ctx: { expected: sentence } };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function bound(words: string, type: string, ctx: Readonly<Record<string, number>>): FieldFault {
  const [limit] = Object.values(ctx) as [number];
  return { msg: `Input should be ${words} ${pythonNumber(limit)}`, type, ctx };
}
