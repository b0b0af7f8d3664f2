import { isDateTime } from '../../time/index.js';
import {
  isPlain,
  isPlainObject,
  isSet,
  tagOf,
  copyValue,
  setEntry,
  type JsonOptions,
  jsonText,
  type JsonValue,
  toJsonValue,
  Secret,
} from '../../values/index.js';
import { quote } from '../../text/index.js';
import { type CodedFault } from '../fault.js';
import { INVALID } from '../invalid.js';
import { type Faults, keepsItems, type Kind, kindFor, type Naming, perWire, saysNothing } from '../kind.js';
import { type SchemaStyle } from '../wires/index.js';

/** Limits of a list. */
export interface ListLimits {
  readonly minItems?: number;
  readonly maxItems?: number;
}

/**
 * A list of values of one kind; a `Set` is taken too. It is rebuilt, never shared with the caller.
 *
 * @source pydantic 1, validators.py, `list_validator`
 */
export function list<T>(items: Kind<T>, limits: ListLimits = {}): Kind<T[]> {
  return perWire((wire) => listOf(kindFor(items, wire), limits));
}

function listOf<T>(items: Kind<T>, limits: ListLimits): Kind<T[]> {
  const { minItems, maxItems } = limits;
  const fits = (value: unknown[]): boolean => listFault(value, limits) === null;
  return {
    name: 'list',
    items,
    holdsParts: true,
    is: (value): value is T[] => Array.isArray(value) && fits(value) && value.every((item) => items.is(item)),
    accept(value, naming) {
      if (!Array.isArray(value) || !fits(value)) return INVALID;
      const taken = Array.from(value, (item) => acceptItem(items, item, naming));
      return taken.includes(INVALID) ? INVALID : (taken as T[]);
    },
    interpret(value, faults, naming) {
      if (!Array.isArray(value) && !isSet(value)) {
        return faults.add({ code: 'list' });
      }
      const given = Array.from(value as Iterable<unknown>);
      const broken = listFault(given, limits);
      if (broken !== null) return faults.add(broken);
      const taken = given.map((item, index) => faults.at(index, () => interpretItem(items, item, faults, naming)));
      return taken.includes(INVALID) ? INVALID : (taken as T[]);
    },
    toWire: (value: unknown, options, place) =>
      Array.isArray(value)
        ? Array.from(value, (item: T, index) => itemToWire(items, item, options, `${place}[${index}]`))
        : toJsonValue(value, options, place),
    text: (value: unknown, place) =>
      Array.isArray(value)
        ? `[${Array.from(value, (item: T, index) => itemText(items, item, `${place}[${index}]`)).join(',')}]`
        : jsonText(value, place),
    copy: (value: unknown, deep) =>
      (Array.isArray(value) ? Array.from(value, (item: T) => items.copy(item, deep)) : copyValue(value)) as T[],
    schema: (refs) => ({ type: 'array', items: items.schema(refs), minItems, maxItems }),
  };
}

function listFault({ length }: unknown[], { minItems, maxItems }: ListLimits): CodedFault | null {
  if (minItems !== undefined && length < minItems) return { code: 'minItems', limit: minItems, length };
  return maxItems !== undefined && length > maxItems ? { code: 'maxItems', limit: maxItems, length } : null;
}

/** A value of a kind, or null. For the items of a list or a record; a field has the option `nullable`. */
export function nullable<T>(kind: Kind<T>): Kind<T | null> {
  return perWire((wire) => orNull(kindFor(kind, wire)));
}

function orNull<T>(kind: Kind<T>): Kind<T | null> {
  return {
    ...kind,
    takesNull: true,
    is: (value): value is T | null => value === null || kind.is(value),
    accept: (value, naming) => (value === null ? null : kind.accept(value, naming)),
    interpret: (value, faults, naming) => (value === null ? null : kind.interpret(value, faults, naming)),
    toWire: (value, options, place) => (value === null ? null : kind.toWire(value, options, place)),
    text: (value, place) => (value === null ? 'null' : kind.text(value, place)),
    copy: (value, deep) => (value === null ? null : kind.copy(value, deep)),
    schema: (refs) => refs.orNull(kind.schema(refs)),
  };
}

/**
 * An object of texts to values of one kind. It is rebuilt, never shared with the caller.
 *
 * @source pydantic 1, fields.py, `Dict[str, T]`
 */
export function record<T>(values: Kind<T>): Kind<Record<string, T>> {
  return perWire((wire) => recordOf(kindFor(values, wire), wire.schemas));
}

function recordOf<T>(values: Kind<T>, { anyValue }: SchemaStyle): Kind<Record<string, T>> {
  return {
    name: 'record',
    items: values,
    holdsParts: true,
    is: (value): value is Record<string, T> => isObject(value) && Object.values(value).every((item) => values.is(item)),
    accept(value, naming) {
      if (!isPlainObject(value)) return INVALID;
      return collect(value, (item) => acceptItem(values, item, naming));
    },
    interpret(value, faults, naming) {
      if (!isObject(value)) return faults.add({ code: 'record' });
      return collect(value, (item, key) => faults.at(key, () => interpretItem(values, item, faults, naming)));
    },
    toWire: (value: unknown, options, place) =>
      isObject(value)
        ? mapEntries(value, (item, key) => itemToWire(values, item as T, options, `${place}.${key}`))
        : toJsonValue(value, options, place),
    text: (value: unknown, place) => (isObject(value) ? entriesText(values, value, place) : jsonText(value, place)),
    copy: (value: unknown, deep) =>
      (isObject(value) ? copyEntries(value, values, deep) : copyValue(value)) as Record<string, T>,
    schema(refs) {
      const schema = values.schema(refs);
      return { type: 'object', additionalProperties: saysNothing(schema) ? anyValue : schema };
    },
  };
}

/** Rebuilds an object. Every value is read, even after one was refused; INVALID when any was. */
function collect<T>(
  value: object,
  take: (item: unknown, key: string) => T | typeof INVALID,
): Record<string, T> | typeof INVALID {
  let refused = 0;
  const taken = mapEntries(value, (item, key) => {
    const read = take(item, key);
    if (read === INVALID) refused += 1;
    return read;
  });
  return refused > 0 ? INVALID : (taken as Record<string, T>);
}

function mapEntries<R>(value: object, map: (item: unknown, key: string) => R): Record<string, R> {
  const mapped: Record<string, R> = {};
  // by keys: lists of a key and a value each cost as much as all else
  for (const key of Object.keys(value)) setEntry(mapped, key, map((value as Record<string, unknown>)[key], key));
  return mapped;
}

function copyEntries(value: object, kind: Kind, deep: boolean): Record<string, unknown> {
  return keepsItems(kind) ? { ...value } : mapEntries(value, (item) => kind.copy(item, deep));
}

/** What a user assigned may hold null or a gap where the kind has none: both are written as null. */
function itemToWire<T>(kind: Kind<T>, item: T | null | undefined, options: JsonOptions, place: string): JsonValue {
  return item === null || item === undefined ? null : kind.toWire(item, options, place);
}

function itemText<T>(kind: Kind<T>, item: T | null | undefined, place: string): string {
  return item === null || item === undefined ? 'null' : kind.text(item, place);
}

function entriesText(kind: Kind, value: object, place: string): string {
  let text = '';
  for (const key of Object.keys(value)) {
    const item = itemText(kind, (value as Record<string, unknown>)[key], `${place}.${key}`);
    text += `${text === '' ? '' : ','}${quote(key)}:${item}`;
  }
  return `{${text}}`;
}

function acceptItem<T>(kind: Kind<T>, item: unknown, naming: Naming): T | typeof INVALID {
  return isAbsent(kind, item) ? INVALID : kind.accept(item, naming);
}

function interpretItem<T>(kind: Kind<T>, item: unknown, faults: Faults, naming: Naming): T | typeof INVALID {
  return isAbsent(kind, item) ? faults.addNull(kind, naming) : kind.interpret(item, faults, naming);
}

function isAbsent(kind: Kind, item: unknown): boolean {
  return item === undefined || (item === null && kind.takesNull !== true);
}

/** A JSON object or an instance of a user's class: anything with named properties. */
export function isObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (isPlain(value)) return true;
  return tagOf(value) === 'Object' && !isDateTime(value) && !(value instanceof Secret);
}
