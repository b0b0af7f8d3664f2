import { declareField, describeField, type FieldOptions } from './descriptor.js';
import { openToEcosystem } from './ecosystem.js';
import { isKind, type Kind } from './kind.js';
import * as kinds from './kinds/index.js';
import { type SecretBytes, type SecretString } from './secret.js';
import { type DateTime } from 'luxon';

/** Says how a property is read, kept and written. Made by {@link Field}. */
export type FieldDecorator = (prototype: object, property: string) => void;

/**
 * Makes a field of any kind. {@link Field} has a name for each kind of this package; a kind of one's own comes in here.
 *
 * @returns a decorator that writes the field's record and opens it to class-transformer and class-validator
 */
function of<T>(kind: Kind<T>, options: FieldOptions<T> = {}): FieldDecorator {
  return (prototype, property) => {
    const descriptor = describeField(property, kind as Kind, options as FieldOptions<unknown>);
    declareField(prototype, descriptor);
    // what is no kind is a fault of the definition, which the first use of the class will tell
    if (isKind(kind)) openToEcosystem(prototype, descriptor);
  };
}

/**
 * The decorators of a model's fields, one a kind. The property is declared without a value:
 *
 * ```ts
 * class Job extends PrefectBaseModel {
 *   @Field.uuid({ default: () => randomUUID() }) declare id: string;
 *   @Field.dateTime({ default: null }) declare startTime: DateTime | null;
 *   @Field.list(Kinds.string(), { default: () => [] }) declare tags: string[];
 * }
 * ```
 *
 * A field without a default is required. `declare` is needed: without it TypeScript's own initialiser would overwrite
 * what the constructor filled, which is refused with a `DefinitionError`.
 */
export const Field = {
  of,
  /** A UUID, canonical text. */
  uuid: (options: FieldOptions<string> = {}) => of(kinds.uuid, options),
  /** A text; numbers and booleans are taken too. */
  string: (options: FieldOptions<string> & kinds.StringLimits = {}) => of(kinds.string(options), options),
  /** True or false; 0, 1 and words such as `yes` are taken too. */
  bool: (options: FieldOptions<boolean> = {}) => of(kinds.bool, options),
  /** A whole number; a fraction is cut off. */
  int: (options: FieldOptions<number> & kinds.NumberLimits = {}) => of(kinds.int(options), options),
  /** A number. */
  float: (options: FieldOptions<number> & kinds.NumberLimits = {}) => of(kinds.float(options), options),
  /** An instant, luxon's `DateTime` with microseconds. */
  dateTime: (options: FieldOptions<DateTime> = {}) => of(kinds.dateTime, options),
  /** One of the values of a const object. */
  enum: <T extends string>(members: Readonly<Record<string, T>>, options: FieldOptions<T> = {}) =>
    of(kinds.enumeration(members), options),
  /** Anything that JSON holds, kept by reference. */
  json: (options: FieldOptions<unknown> = {}) => of(kinds.json, options),
  /** A list of one kind: `Field.list(Kinds.string())`. */
  list: <T>(items: Kind<T>, options: FieldOptions<T[]> & kinds.ListLimits = {}) =>
    of(kinds.list(items, options), options),
  /** An object of names to values of one kind: `Field.record(Kinds.json)`. */
  record: <T>(values: Kind<T>, options: FieldOptions<Record<string, T>> = {}) => of(kinds.record(values), options),
  /** An instance of another model: `Field.nested(() => StateDetails)`. */
  nested: <M extends object>(model: () => kinds.NestableClass<M>, options: FieldOptions<M> = {}) =>
    of(kinds.nested(model), options),
  /** Bytes; on the wire their UTF-8 text. */
  bytes: (options: FieldOptions<Uint8Array> = {}) => of(kinds.bytes, options),
  /** A text that no text shows. */
  secretString: (options: FieldOptions<SecretString> = {}) => of(kinds.secretString, options),
  /** Bytes that no text shows. */
  secretBytes: (options: FieldOptions<SecretBytes> = {}) => of(kinds.secretBytes, options),
} as const;

/** The kinds themselves, for the items of {@link Field.list} and {@link Field.record}. */
export const Kinds = {
  uuid: kinds.uuid,
  string: kinds.string,
  bool: kinds.bool,
  int: kinds.int,
  float: kinds.float,
  dateTime: kinds.dateTime,
  enum: kinds.enumeration,
  json: kinds.json,
  list: kinds.list,
  record: kinds.record,
  nested: kinds.nested,
  nullable: kinds.nullable,
  bytes: kinds.bytes,
  secretString: kinds.secretString,
  secretBytes: kinds.secretBytes,
} as const;
