/*
 * What a paused flow run is given to go on with: it may say of a value how it is written, and is checked against the schema that
 * the flow has kept.
 */
import { type ErrorObject } from 'ajv';

import { pythonRepr } from '../../inner.js';

/** Input that cannot be what it says; the message is the reference's. */
export class HydrationError extends Error {}

const KIND = '__prefect_kind';

/** Stands for a value that is left out. */
const LEFT_OUT = Symbol('left out');

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads values that say how they are written. There are no variables here, and templates are not rendered: a text without
 * places to fill in is itself.
 *
 * @throws {@link HydrationError}
 * @source prefect 3.8.8, utilities/schema_tools/hydration.py, `hydrate`
 */
export function hydrateInput(input: Json): Json {
  const read = hydrate(input);
  return isObject(read) ? read : {};
}

function hydrate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hydrate).filter((item) => item !== LEFT_OUT);
  if (!isObject(value)) return value;
  if (KIND in value) return ofKind(value);
  const entries = Object.entries(value).map(([name, item]) => [name, hydrate(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== LEFT_OUT));
}

function ofKind(value: Json): unknown {
  switch (value[KIND]) {
    case 'none':
      if ('value' in value) return hydrate(value.value);
      throw new HydrationError("Missing 'value' key in __prefect object");
    case 'json':
      return 'value' in value ? fromJson(inner(value.value)) : LEFT_OUT;
    case 'jinja':
      if ('template' in value) return fromTemplate(inner(value.template));
      throw new HydrationError("Missing 'template' key in __prefect object");
    case 'workspace_variable':
      if (!('variable_name' in value)) return LEFT_OUT;
      throw new HydrationError(`Variable '${String(inner(value.variable_name))}' not found in workspace.`);
    default:
      return value.value ?? null;
  }
}

function inner(value: unknown): unknown {
  return isObject(value) ? hydrate(value) : value;
}

function fromJson(text: unknown): unknown {
  if (typeof text !== 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new HydrationError(['Invalid JSON', (error as Error).message].join(': '));
  }
}

function fromTemplate(template: unknown): unknown {
  if (typeof template === 'string' && /\{[{%#]/.test(template))
    throw new HydrationError('Invalid jinja: templates are not rendered by this server');
  return template;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Checks input against a JSON Schema.
 *
 * @returns what is wrong, in the reference's words; null for nothing
 * @source prefect 3.8.8, utilities/schema_tools/validation.py, `validate`
 */
export async function faultOfInput(input: Json, schema: unknown): Promise<string | null> {
  // only who waits for input needs it
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    addUsedSchema: false,
    logger: false,
  });
  try {
    const isValid = ajv.compile(withNulls(schema));
    if (isValid(input)) return null;
    return `Reason: ${sentenceOf(worst(isValid.errors!))}`;
  } catch (error) {
    if (error instanceof RangeError) return 'Invalid schema: Unable to validate schema with circular references.';
    return `Reason: Validation failed. Failure reason: ${(error as Error).message}`;
  }
}

/**
 * Lets null stand for a property that may be left out: schemas of pydantic 1 do not say so.
 *
 * @source prefect 3.8.8, utilities/schema_tools/validation.py, `preprocess_schema`
 */
function withNulls(schema: unknown): Json | boolean {
  if (!isObject(schema)) return schema === true;
  const { definitions } = schema;
  return {
    ...withNullableProperties(schema),
    ...(isObject(definitions) ? { definitions: mapped(definitions, withNullableProperties) } : {}),
  };
}

function withNullableProperties(schema: unknown): Json {
  if (!isObject(schema)) return schema as Json;
  const { properties, required } = schema;
  if (!isObject(properties)) return schema;
  const needed = new Set(Array.isArray(required) ? required : []);
  return {
    ...schema,
    properties: mapped(properties, (property, name) => {
      if (!isObject(property)) return property;
      const { type, ...others } = withNullableProperties(property);
      const isFixed = needed.has(name) || type === undefined || type === 'null' || 'default' in others;
      return isFixed
        ? { ...others, ...(type === undefined ? {} : { type }) }
        : { ...others, anyOf: [{ type }, { type: 'null' }] };
    }),
  };
}

function mapped(object: Json, map: (value: unknown, name: string) => unknown): Json {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
}

/** The fault that is told: the one nearest to the whole, and not of a choice where there is another. */
function worst(errors: readonly ErrorObject[]): ErrorObject {
  const own = errors.filter(({ schemaPath }) => !/\/(anyOf|oneOf|not|if)\/./.test(schemaPath));
  const rank = ({ instancePath, keyword }: ErrorObject): number =>
    instancePath.split('/').length * 2 + (keyword === 'anyOf' || keyword === 'oneOf' ? 1 : 0);
  return (own.length === 0 ? errors : own).reduce((best, error) => (rank(error) < rank(best) ? error : best));
}

function sentenceOf(error: ErrorObject): string {
  const place = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
  const where = place === '' ? 'Validation failed.' : `Validation failed for field ${pythonRepr(place)}.`;
  return `${where} Failure reason: ${wordsOf(error)}`;
}

/** @source jsonschema, _keywords.py */
function wordsOf({ keyword, params, data, schema, message = '' }: ErrorObject): string {
  const given = pythonRepr(data);
  switch (keyword) {
    case 'required':
      return `${pythonRepr((params as { missingProperty: string }).missingProperty)} is a required property`;
    case 'type':
      return `${given} is not of type ${[schema].flat().map(pythonRepr).join(', ')}`;
    case 'enum':
      return `${given} is not one of ${pythonRepr(schema)}`;
    case 'const':
      return `${pythonRepr(schema)} was expected`;
    case 'anyOf':
    case 'oneOf':
      return `${given} is not valid under any of the given schemas`;
    case 'minimum':
      return `${given} is less than the minimum of ${pythonRepr(schema)}`;
    case 'maximum':
      return `${given} is greater than the maximum of ${pythonRepr(schema)}`;
    case 'pattern':
      return `${given} does not match ${pythonRepr(schema)}`;
    case 'minLength':
    case 'minItems':
      return schema === 1 ? `${given} should be non-empty` : `${given} is too short`;
    case 'maxLength':
    case 'maxItems':
      return schema === 0 ? `${given} is expected to be empty` : `${given} is too long`;
    case 'additionalProperties':
      return `Additional properties are not allowed (${pythonRepr((params as { additionalProperty: string }).additionalProperty)} was unexpected)`;
    default:
      return message;
  }
}
