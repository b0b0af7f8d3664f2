import { pythonNumber, pythonString, pythonTypeName } from '../../../values/index.js';
import { type FaultWords } from '../wire.js';

/** @source pydantic 1, errors.py and validators.py; for dates prefect 2.20.25 and pendulum 2.1.2 */
export const words: FaultWords = {
  missing: () => ({ msg: 'field required', type: 'value_error.missing' }),
  none: () => ({ msg: 'none is not an allowed value', type: 'type_error.none.not_allowed' }),
  extra: () => ({ msg: 'extra fields not permitted', type: 'value_error.extra' }),
  root: ({ model, given }) => ({ msg: `${model} expected dict not ${pythonTypeName(given)}`, type: 'type_error' }),
  model: () => ({ msg: 'value is not a valid dict', type: 'type_error.dict' }),
  record: () => ({ msg: 'value is not a valid dict', type: 'type_error.dict' }),
  list: () => ({ msg: 'value is not a valid list', type: 'type_error.list' }),
  set: () => ({ msg: 'value is not a valid set', type: 'type_error.set' }),
  unhashable: ({ given }) => ({ msg: `unhashable type: '${pythonTypeName(given)}'`, type: 'type_error' }),
  bool: () => ({ msg: 'value could not be parsed to a boolean', type: 'type_error.bool' }),
  int: () => ({ msg: 'value is not a valid integer', type: 'type_error.integer' }),
  float: () => ({ msg: 'value is not a valid float', type: 'type_error.float' }),
  uuid: () => ({ msg: 'value is not a valid uuid', type: 'type_error.uuid' }),
  dateTime: ({ given }) =>
    typeof given === 'string'
      ? { msg: `Unable to parse string [${given}]`, type: 'value_error.parser' }
      : { msg: 'Unrecognized datetime.', type: 'value_error' },
  string: () => ({ msg: 'str type expected', type: 'type_error.str' }),
  bytes: () => ({ msg: 'byte type expected', type: 'type_error.bytes' }),
  enum: ({ values }) => ({
    msg: `value is not a valid enumeration member; permitted: ${values.map(pythonString).join(', ')}`,
    type: 'type_error.enum',
    ctx: { enum_values: values },
  }),
  literal: ({ values, given }) => ({
    msg: `unexpected value; permitted: ${values.map(pythonString).join(', ')}`,
    type: 'value_error.const',
    ctx: { given, permitted: values },
  }),
  minLength: ({ limit }) => limitFault(`has at least ${limit} characters`, 'any_str.min_length', limit),
  maxLength: ({ limit }) => limitFault(`has at most ${limit} characters`, 'any_str.max_length', limit),
  maxBytes: ({ limit }) => limitFault(`has at most ${limit} bytes`, 'any_str.max_length', limit),
  pattern: ({ source }) => ({
    msg: `string does not match regex "${source}"`,
    type: 'value_error.str.regex',
    ctx: { pattern: source },
  }),
  minItems: ({ limit }) => limitFault(`has at least ${limit} items`, 'list.min_items', limit),
  maxItems: ({ limit }) => limitFault(`has at most ${limit} items`, 'list.max_items', limit),
  minimum: ({ limit }) => limitFault(`is greater than or equal to ${pythonNumber(limit)}`, 'number.not_ge', limit),
  exclusiveMinimum: ({ limit }) => limitFault(`is greater than ${pythonNumber(limit)}`, 'number.not_gt', limit),
  maximum: ({ limit }) => limitFault(`is less than or equal to ${pythonNumber(limit)}`, 'number.not_le', limit),
  exclusiveMaximum: ({ limit }) => limitFault(`is less than ${pythonNumber(limit)}`, 'number.not_lt', limit),
  finite: () => ({ msg: 'ensure this value is a finite number', type: 'value_error.number.not_finite_number' }),
  unread: ({ kind }) => ({ msg: `value is not a valid ${kind}`, type: 'value_error' }),
  notNull: () => ({ msg: 'value is not None', type: 'type_error.not_none' }),
  rule: ({ msg, rule, ctx }) => ({
    msg,
    type: rule === undefined ? 'value_error' : `value_error.${rule}`,
    ...(ctx && { ctx }),
  }),
  ruleOfType: ({ msg, rule }) => ({ msg, type: `type_error.${rule}` }),
  tooDeep: () => ({ msg: 'value is nested too deep', type: 'value_error.recursion' }),
  jsonInput: ({ given }) => ({
    msg: `the JSON object must be str, bytes or bytearray, not ${pythonTypeName(given)}`,
    type: 'type_error',
  }),
  utf8: () => ({ msg: 'the text is not valid UTF-8', type: 'value_error.unicodedecode' }),
  body: ({ fault, msg, text }) => ({ msg, type: 'value_error.jsondecode', ctx: { ...fault, doc: text } }),
  json: ({ fault, msg }) => ({ msg, type: 'value_error.jsondecode', ctx: { ...fault } }),
};

function limitFault(what: string, type: string, limit: number): ReturnType<FaultWords['minimum']> {
  return { msg: `ensure this value ${what}`, type: `value_error.${type}`, ctx: { limit_value: limit } };
}
