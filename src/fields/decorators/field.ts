import { DefinitionError } from '../../errors/index.js';
import { describeField, type FieldDescriptor, type FieldOptions } from '../descriptor.js';
import { type Kind } from '../kind.js';
import * as kinds from '../kinds/index.js';
import { declareLegacy } from './legacy.js';
import { type SecretBytes, type SecretString } from '../../values/index.js';
import { declareStandard, type FieldContext, UNKNOWN } from './standard.js';
import { type DateTime } from 'luxon';

/** Said by the compiler when a property's type does not take what its field holds. */
interface WrongPropertyType<Held> {
  readonly "the property's type does not take what the field holds": Held;
}

/**
 * Says how a property is read, kept and written. Made by {@link Field}; works as a legacy decorator
 * (`experimentalDecorators`) and as a standard one. The property's type must take what the field holds, null included when
 * the field may be null.
 */
export interface FieldDecorator<Held> {
  <P extends string, C extends Readonly<Record<P, unknown>>>(
    // in brackets, so that the whole is asked for: a union would be taken when any of its members is
    prototype: C & ([Held] extends [C[P]] ? unknown : WrongPropertyType<Held>),
    property: P,
  ): void;
  <C extends object, V>(
    value: undefined,
    context: ClassFieldDecoratorContext<C, V> & { readonly name: string } & ([Held] extends [V]
        ? unknown
        : WrongPropertyType<Held>),
  ): (this: C, initial: V) => V;
}

/** What a field holds: its kind's values, and null where its options let it in. */
type Held<T, Options> = null extends NullOf<Options> ? T | null : T;

/** Null, when it may be given, or is the default of a field that is not derived. */
type NullOf<Options> =
  | (Options extends { readonly nullable: infer N } ? (true extends N ? null : never) : never)
  | (Options extends { readonly derived: object } ? never : DefaultNull<Options>);

type DefaultNull<Options> = Options extends { readonly default?: infer D }
  ? Extract<D extends () => infer Made ? Made : D, null>
  : never;

/** No options: the type where none are given. */
type None = { readonly [Option in keyof FieldOptions<unknown>]?: never };

/** Options of a field that holds no null. */
type NeverNull<T> = FieldOptions<T> & { readonly nullable?: false } & (
    { readonly derived: object } | { readonly default?: NoInfer<T> | (() => NoInfer<T>) }
  );

/** What a json field holds is said by its author, so that its options have no type of their own to be read from. */
interface JsonField {
  <T = unknown>(options?: NeverNull<T>): FieldDecorator<T>;
  <T = unknown>(options: FieldOptions<T>): FieldDecorator<T | null>;
}

/**
 * Makes a field of any kind. {@link Field} has a name for each kind of this package; use this one for a kind of your own.
 *
 * @returns a decorator that writes the field's record and opens it to class-transformer and class-validator
 */
function of<T, const O extends FieldOptions<T> = None>(kind: Kind<T>, options?: O): FieldDecorator<Held<T, O>> {
  const describe = (property: string): FieldDescriptor =>
    describeField(property, kind as Kind, (options ?? {}) as FieldOptions<unknown>);
  const decorate = (
    prototype: object | undefined,
    place: string | symbol | FieldContext,
    method?: PropertyDescriptor,
  ): unknown => {
    if (typeof place === 'object') return declareStandard(place, describe(String(place.name)));
    declareLegacy(prototype!, place, method, describe(String(place)));
    return undefined;
  };
  return decorate as FieldDecorator<Held<T, O>>;
}

const json = ((options?: FieldOptions<unknown>) => of(kinds.json, options)) as JsonField;

/** Refuses `@Field.string` without a call: the property would be no field. */
function called<Makers extends Readonly<Record<string, (...args: never[]) => unknown>>>(makers: Makers): Makers {
  const refusing = Object.entries(makers).map(([maker, make]) => [
    maker,
    (...args: never[]) => {
      const [target, place] = args as readonly unknown[] as [unknown, string | symbol | FieldContext | undefined];
      const name = typeof place === 'object' && target === undefined && 'addInitializer' in place ? place.name : place;
      if (typeof name !== 'string' && typeof name !== 'symbol') return make(...args);
      const model = typeof target === 'object' && target !== null ? target.constructor : UNKNOWN;
      throw DefinitionError.of(model, [`${String(name)}: write '@Field.${maker}(...)', with its parentheses`]);
    },
  ]);
  return Object.fromEntries(refusing) as Makers;
}

/**
 * The decorators of a model's fields, one a kind. The property is declared without a value. With legacy decorators
 * (`experimentalDecorators`, as Nest has it):
 *
 * ```ts
 * class Job extends PrefectBaseModel {
 *   @Field.uuid({ default: () => randomUUID() }) declare id: string;
 *   @Field.dateTime({ default: null }) declare startTime: DateTime | null;
 *   @Field.list(types.string(), { default: () => [] }) declare tags: string[];
 * }
 * ```
 *
 * With standard decorators the same is written without `declare`, which they do not allow:
 *
 * ```ts
 * class Job extends PrefectBaseModel {
 *   @Field.uuid({ default: () => randomUUID() }) id!: string;
 *   @Field.dateTime({ default: null }) startTime!: DateTime | null;
 *   @Field.list(types.string(), { default: () => [] }) tags!: string[];
 * }
 * ```
 *
 * A field without a default is required. Legacy decorators need `declare`: without it TypeScript's own initialiser may
 * overwrite what the constructor filled, which is refused with a `DefinitionError`. A standard one gives back what is there.
 */
export const Field = called({
  of,
  /** A UUID, canonical text. */
  uuid: <const O extends FieldOptions<string> = None>(options?: O) => of(kinds.uuid, options),
  /** A text; numbers and booleans are taken too. */
  string: <const O extends FieldOptions<string> & kinds.StringLimits = None>(options?: O) =>
    of(kinds.string(options), options),
  /** True or false; 0, 1 and words such as `yes` are taken too. */
  bool: <const O extends FieldOptions<boolean> = None>(options?: O) => of(kinds.bool, options),
  /** A whole number; a fraction is cut off. */
  int: <const O extends FieldOptions<number> & kinds.NumberLimits = None>(options?: O) =>
    of(kinds.int(options), options),
  /** A number. */
  float: <const O extends FieldOptions<number> & kinds.NumberLimits = None>(options?: O) =>
    of(kinds.float(options), options),
  /** An instant, luxon's `DateTime` with microseconds. */
  dateTime: <const O extends FieldOptions<DateTime> = None>(options?: O) => of(kinds.dateTime, options),
  /** One of the values of a const object. */
  enum: <T extends string, const O extends FieldOptions<T> = None>(members: Readonly<Record<string, T>>, options?: O) =>
    of(kinds.enumeration(members), options),
  /** One of several texts: `Field.literal(['in_process', 'reschedule'])`. */
  literal: <const T extends string, const O extends FieldOptions<T> = None>(values: readonly T[], options?: O) =>
    of(kinds.literal(values), options),
  /** Anything that JSON holds, kept by reference and not looked into; null too, unless not `nullable`. `T` is what the author knows of it. */
  json,
  /** A list of one kind: `Field.list(types.string())`. */
  list: <T, const O extends FieldOptions<T[]> & kinds.ListLimits = None>(items: Kind<T>, options?: O) =>
    of(kinds.list(items, options), options),
  /** An object of names to values of one kind: `Field.record(types.json)`. */
  record: <T, const O extends FieldOptions<Record<string, T>> = None>(values: Kind<T>, options?: O) =>
    of(kinds.record(values), options),
  /** An instance of another model: `Field.nested(() => StateDetails)`. */
  nested: <M extends object, const O extends FieldOptions<M> = None>(
    model: () => kinds.NestableClass<M>,
    options?: O,
  ) => of(kinds.nested(model), options),
  /** A value of one of several kinds, the first that takes it: `Field.union([types.int(), types.list(types.int())])`. */
  union: <
    const Members extends readonly [Kind, ...Kind[]],
    const O extends FieldOptions<kinds.HeldBy<Members[number]>> = None,
  >(
    members: Members,
    options?: O,
  ) => of(kinds.union(members), options),
  /** Bytes; on the wire their UTF-8 text. */
  bytes: <const O extends FieldOptions<Uint8Array> = None>(options?: O): FieldDecorator<Held<Uint8Array, O>> =>
    of(kinds.bytes, options),
  /** A text that no text shows. */
  secretString: <const O extends FieldOptions<SecretString> = None>(options?: O) => of(kinds.secretString, options),
  /** Bytes that no text shows. */
  secretBytes: <const O extends FieldOptions<SecretBytes> = None>(options?: O) => of(kinds.secretBytes, options),
});

/** The types of fields, each a {@link Kind}, for the items of {@link Field.list} and {@link Field.record}. */
export const types = {
  uuid: kinds.uuid,
  string: kinds.string,
  bool: kinds.bool,
  int: kinds.int,
  float: kinds.float,
  dateTime: kinds.dateTime,
  enum: kinds.enumeration,
  literal: kinds.literal,
  json: kinds.json,
  list: kinds.list,
  record: kinds.record,
  nested: kinds.nested,
  nullable: kinds.nullable,
  union: kinds.union,
  // a getter names its type: of a value the compiler writes Uint8Array<ArrayBufferLike>, which TypeScript before 5.7 refuses
  get bytes(): Kind<Uint8Array> {
    return kinds.bytes;
  },
  secretString: kinds.secretString,
  secretBytes: kinds.secretBytes,
} as const;
