/*
 * Any value in memory -> what JSON holds. Comes in: what a user put into `data`. Goes out: plain objects, arrays and
 * scalars, secrets masked, dates as wire text, models as their wire objects. Nothing is dropped in silence: what JSON
 * cannot hold is a SerializationError with its place.
 */
import { type DateTime } from 'luxon';

import { isStackOverflow, SerializationError } from '../errors/index.js';
import { dateFault, formatDateTime, isDateTime } from '../time/index.js';
import { brandOf, hasOwnJson, isModel, isPlain, type JsonValue, type Model, tagOf, WIRE } from './brand.js';
import { decodeUtf8, quote } from '../text/index.js';
import { pythonTypeName } from './python.js';
import { Secret } from './secret.js';

/** How values are written. */
export interface JsonOptions {
  /** Reveals secrets. @defaultValue false */
  readonly includeSecrets?: boolean | undefined;
  /** Writes an instant. @defaultValue with an offset, `+00:00` for UTC @internal */
  readonly dateText?: ((dateTime: DateTime) => string) | undefined;
}

/**
 * Makes a value ready for `JSON.stringify`. The value is copied, never changed.
 *
 * @param place - the name of the value, for the error
 * @throws {@link SerializationError} for what JSON cannot hold: circular references, too deep nesting, bigints,
 * functions, symbols, errors, promises, regular expressions, dates that are invalid or outside of the years 1 to 9999,
 * bytes that are no text, keys of a map that are objects
 * @source prefect 2.20.25, server/utilities/schemas/serializers.py (orjson), and pydantic's encoders
 */
export function toJsonValue(value: unknown, options: JsonOptions, place: string): JsonValue {
  const plain = typeof value === 'object' ? plainText(value) : null;
  if (plain !== null) return JSON.parse(plain) as JsonValue;
  try {
    return convert(value, { options, path: [place], parents: new Set() });
  } catch (error) {
    if (isStackOverflow(error)) throw SerializationError.tooDeep(place, error);
    throw error;
  }
}

/**
 * Writes a value as JSON text.
 *
 * @throws {@link SerializationError} as {@link toJsonValue}
 */
export function jsonText(value: unknown, place: string, options: JsonOptions = {}): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : 'null';
  if (value === null || value === undefined) return 'null';
  const plain = plainText(value);
  if (plain !== null) return plain;
  const ready = toJsonValue(value, options, place);
  try {
    return JSON.stringify(ready);
  } catch (error) {
    throw SerializationError.tooDeep(place, error);
  }
}

/** What `JSON.stringify` writes, where that loses nothing; null for all else. */
function plainText(value: unknown): string | null {
  try {
    return isPlainJson(value) ? JSON.stringify(value) : null;
  } catch (error) {
    // too deep or circular: the walk that knows all tells which
    if (isStackOverflow(error)) return null;
    throw error;
  }
}

/** Whether `JSON.stringify` writes a value as it is, losing nothing. @internal */
export function isPlainJson(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean':
      return true;
    case 'object':
      if (value === null) return true;
      if (Array.isArray(value)) return value.every(isPlainJson);
      return isPlain(value) && Object.values(value).every(isPlainJson);
    default:
      return false;
  }
}

interface Walk {
  readonly options: JsonOptions;
  readonly path: string[];
  readonly parents: Set<object>;
}

function convert(value: unknown, walk: Walk): JsonValue {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      // orjson writes what JSON has no number for as null
      return Number.isFinite(value) ? value : null;
    case 'undefined':
      return null;
    case 'object':
      return value === null ? null : convertObject(value, walk);
    default:
      throw notJson(walk, `a ${typeof value}`);
  }
}

function convertObject(value: object, walk: Walk): JsonValue {
  if (value instanceof Secret) return convertSecret(value, walk);
  if (isDateTime(value)) return dateText(value, walk);
  if (walk.parents.has(value)) throw SerializationError.circular(walk.path.join(''));
  walk.parents.add(value);
  const converted = convertContent(value, walk);
  walk.parents.delete(value);
  return converted;
}

function dateText(dateTime: DateTime, { options }: Walk): string {
  return (options.dateText ?? formatDateTime)(dateTime);
}

function convertContent(value: object, walk: Walk): JsonValue {
  if (isModel(value) && !hasOwnJson(value)) return convertModel(value, walk);
  // bytes and errors before their own toJSON, which writes what no reader takes
  const brand = brandOf(value);
  if (brand === 'bytes') return decodeText(value as Uint8Array, walk);
  if (brand === 'error') throw notJson(walk, `an error (${pythonTypeName(value)})`);
  if (writesItself(value)) return convertWriter(value, walk);
  if (brand === 'boxed') return convert(value.valueOf(), walk);
  if (brand === 'array' || brand === 'set' || brand === 'numbers')
    return Array.from(value as Iterable<unknown>, (item, index) => step(`[${index}]`, item, walk));
  if (brand === null && CONTENT_HIDDEN.has(tagOf(value))) throw notJson(walk, `a ${tagOf(value)}`);
  const entries =
    brand === 'map'
      ? [...(value as Map<unknown, unknown>)].map(([key, item]) => [keyOf(key, walk), item] as const)
      : Object.entries(value);
  // fromEntries: a key may be __proto__
  return Object.fromEntries(
    entries.filter(([, item]) => item !== undefined).map(([key, item]) => [key, step(`.${key}`, item, walk)]),
  );
}

function convertModel(model: Model, walk: Walk): JsonValue {
  try {
    return model[WIRE](walk.options);
  } catch (error) {
    throw error instanceof SerializationError ? SerializationError.inside(walk.path.join(''), error) : error;
  }
}

function convertWriter(value: { toJSON(): unknown }, walk: Walk): JsonValue {
  // what a date says of itself then is null, or a text that no reader takes
  const fault = dateFault(value);
  if (fault !== null) throw SerializationError.unwritable(walk.path.join(''), fault);
  return convert(value.toJSON(), walk);
}

function notJson(walk: Walk, what: string): SerializationError {
  return SerializationError.notJson(walk.path.join(''), what);
}

/**
 * Objects of the language whose content `Object.entries` does not see: it would be lost in silence. A map or a set is
 * among them when a `Proxy` stands before it.
 */
const CONTENT_HIDDEN: ReadonlySet<string> = new Set([
  'ArrayBuffer',
  'AsyncGenerator',
  'DataView',
  'Generator',
  'Map',
  'Promise',
  'RegExp',
  'Set',
  'SharedArrayBuffer',
  'WeakMap',
  'WeakRef',
  'WeakSet',
]);

/** A key of a map: orjson takes texts, and what has a text of its own. */
function keyOf(key: unknown, walk: Walk): string {
  if (isDateTime(key)) return dateText(key, walk);
  switch (typeof key) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
      return String(key);
    default:
      if (key === null) return 'null';
      throw notJson(walk, `a map with a key that is a ${pythonTypeName(key)}`);
  }
}

/** What `JSON.stringify` asks first. */
function writesItself(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function step(name: string, value: unknown, walk: Walk): JsonValue {
  walk.path.push(name);
  const converted = convert(value, walk);
  walk.path.pop();
  return converted;
}

function convertSecret(secret: Secret<unknown>, walk: Walk): JsonValue {
  if (!walk.options.includeSecrets) return secret.toJSON();
  try {
    return secret.reveal();
  } catch {
    throw SerializationError.notText(walk.path.join(''));
  }
}

function decodeText(bytes: Uint8Array, walk: Walk): string {
  const text = decodeUtf8(bytes);
  if (text === null) throw SerializationError.notText(walk.path.join(''));
  return text;
}
