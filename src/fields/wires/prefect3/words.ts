import { type FieldFault } from '../../fault.js';
import { pythonNumber, pythonRepr, pythonString, pythonTypeName } from '../../python-text.js';
import { type FaultWords } from '../wire.js';
import { wholeDigits } from './reads.js';

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
      ? { msg: `Input should be a valid UUID, ${uuidFault(given)}`, type: 'uuid_parsing' }
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
};

const MODEL: FieldFault = {
  msg: 'Input should be a valid dictionary or object to extract fields from',
  type: 'model_attributes_type',
};

function valueError(msg: string): FieldFault {
  return { msg: `Value error, ${msg}`, type: 'value_error' };
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

/** What is first wrong with the text of a UUID; the detail is not part of the contract. */
function uuidFault(text: string): string {
  const at = text.search(/[^0-9a-fA-F-]/);
  return at < 0 ? `invalid length: found ${text.length}` : `invalid character: found ${pythonRepr(text[at])} at ${at}`;
}
