/*
 * What TypeScript derives from a class of models: what its constructor takes, what its wire object is, what of it can be
 * selected. A field is a property that is no method; a readonly one may be a getter, so that it may be absent everywhere.
 */
import { type DateTime } from 'luxon';

import {
  type CopyOptions as AnyCopyOptions,
  type ExportOptions as AnyExportOptions,
  type Selection,
} from '../codec/index.js';
import { type ValidationError } from '../errors/index.js';
import { type JsonOptions, type JsonValue, type Secret } from '../values/index.js';

declare const DEFAULTED: unique symbol;
declare const WIRE_NAME: unique symbol;
declare const IGNORED: unique symbol;
declare const UNNAMED: unique symbol;
declare const WHOLE: unique symbol;

/**
 * The type of a field that holds no null and has a default, so that it may be left out where a model is made:
 * `@Field.int({ default: 0 }) declare retries: Defaulted<number>`. To everything else it is `T`; a field that may be null
 * needs no such word.
 *
 * @typeParam Also - what is taken beside, and replaced: null where `derived` fills it in
 */
export type Defaulted<T, Also = never> = T & { readonly [DEFAULTED]?: readonly [Also] };

/**
 * The type of a field whose decorator says its name on the wire: `@Field.string({ name: 'kind' }) declare sort: WireNamed<string, 'kind'>`.
 * One that may be null is `WireNamed<string, 'kind'> | null`.
 */
export type WireNamed<T, Name extends string> = T & { readonly [WIRE_NAME]?: Name };

/** The type of a field that is taken and never written: `@Field.uuid({ default: null, ignored: true }) declare id: Ignored<string> | null`. */
export type Ignored<T> = T & { readonly [IGNORED]?: true };

/** Any model: what the types ask of one, whatever its class. */
export interface AnyModel {
  dict(options: object): object;
  toJSON(): unknown;
}

/** Stands for a class that does not name itself (`extends State`, not `extends State<Job>`): its own fields are not known. */
export interface Unnamed extends AnyModel {
  readonly [UNNAMED]: true;
}

/** What a date field takes: a luxon value, a `Date` (read as UTC), or wire text. */
export type DateTimeInput = DateTime | Date | string;

/** Names what {@link KnownByType} declares. For the compiler only: no object has it. */
export const BY_TYPE: unique symbol = Symbol('prefect-states.by-type');

/**
 * What is known of a model's other fields once its `type` is known: a class declares it.
 *
 * @typeParam Known - by type, the fields that are narrower then
 */
export interface KnownByType<Known> {
  readonly [BY_TYPE]?: Known;
}

/** A model of which the `type` is known, and with it what {@link KnownByType} says. */
export type OfType<M, Type extends string> = M & { type: Type } & KnownOf<M, Type> & { readonly [WHOLE]?: WholeOf<M> };

type KnownOf<M, Type extends string> =
  M extends KnownByType<infer Known> ? (Type extends keyof Known ? Known[Type] : unknown) : unknown;

/** A model as its class has it, whatever is known of this one. */
export type WholeOf<M> = typeof WHOLE extends keyof M ? NonNullable<M[typeof WHOLE]> : M;

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The names of a model's fields. */
export type FieldName<M> = {
  // toJSON is left out unseen: its type is made of these names
  [Name in Exclude<keyof M & string, 'toJSON'>]: M[Name] extends (...args: never) => unknown ? never : Name;
}[Exclude<keyof M & string, 'toJSON'>];

type IsReadonly<M, Name extends keyof M> = Equal<{ [N in Name]: M[N] }, { readonly [N in Name]: M[N] }>;

type Marked<T, Mark extends symbol> = Mark extends keyof T ? true : false;

// a property of type unknown may hold null, too
type MayBeAbsent<T> = unknown extends T ? true : null extends T ? true : Marked<T, typeof DEFAULTED>;

type OptionalName<M> = {
  [Name in FieldName<M>]: true extends MayBeAbsent<M[Name]> | IsReadonly<M, Name> ? Name : never;
}[FieldName<M>];

/** What a field takes beside its own values. */
type AlsoTaken<T> = typeof DEFAULTED extends keyof T
  ? Exclude<T[typeof DEFAULTED], undefined> extends readonly [infer Also]
    ? Also
    : never
  : never;

// one object type of several, to be read and compared as one
type Flat<T> = { [Name in keyof T]: T[Name] };

// without its marks, where TypeScript can tell
type Bare<T> = T extends string | number | boolean ? (string extends T ? string : number extends T ? number : T) : T;

type Given<T> = T extends DateTime
  ? DateTimeInput
  : T extends Secret<infer Value>
    ? T | Given<Value>
    : T extends Uint8Array
      ? T | string
      : T extends AnyModel
        ? T | FieldsOf<T>
        : T extends readonly (infer Item)[]
          ? readonly Given<Item>[]
          : Bare<T>;

/**
 * What a model is made of, by property names: what its constructor takes. A field may be left out when it may be null or is
 * {@link Defaulted}.
 */
export type FieldsOf<M> = Flat<
  { readonly [Name in Exclude<FieldName<M>, OptionalName<M>>]: Given<M[Name]> } & {
    readonly [Name in OptionalName<M>]?: Given<M[Name]> | AlsoTaken<M[Name]>;
  }
>;

/** What a copy of a model may replace. */
export type UpdateOf<M> = { readonly [Name in FieldName<M>]?: Given<M[Name]> };

/**
 * What a constructor takes: the fields of the class that names itself (`class Job extends State<Job>`). A class that does not
 * is asked for its base's fields; its own fields are not known to the compiler, and are checked at run time.
 *
 * @typeParam Self - the class that names itself; of a direct call it is {@link AnyModel}
 * @typeParam Own - what the base itself takes
 */
export type ConstructorFields<Self, Own> = Self extends Unnamed
  ? object extends Own
    ? object
    : Own & Readonly<Record<string, unknown>>
  : AnyModel extends Self
    ? // asks the compiler to look for `Self` in what was given: a direct call is told from a class that extends this one
      Own & { readonly [Name in keyof Self]?: unknown }
    : FieldsOf<NoInfer<Self>>;

/** The fields of the base that a class which names itself extends; none of the bases that are meant to be extended. */
export type OwnFields<Own> = Own extends Unnamed ? object : FieldsOf<NoInfer<Own>>;

type IsUpper<C extends string> = C extends Lowercase<C> ? false : true;
type IsLowerLetter<C extends string> = C extends Uppercase<C> ? false : true;
type FirstOf<T extends string> = T extends `${infer First}${string}` ? First : '';
type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';

type IsWordStart<Before extends string, After extends string> = Before extends ''
  ? false
  : IsLowerLetter<Before> extends true
    ? true
    : Before extends Digit
      ? true
      : IsUpper<Before> extends true
        ? IsLowerLetter<FirstOf<After>>
        : false;

type Snake<Text extends string, Before extends string = ''> = Text extends `${infer First}${infer After}`
  ? `${IsUpper<First> extends true ? (IsWordStart<Before, After> extends true ? '_' : '') : ''}${Lowercase<First>}${Snake<After, First>}`
  : '';

/** The name that a property has on the wire, unless its decorator says another. */
export type WireNameOf<Property extends string> = Property extends Uppercase<Property> ? Property : Snake<Property>;

type NamedOnWire<T, Property extends string> = typeof WIRE_NAME extends keyof T
  ? Exclude<T[typeof WIRE_NAME], undefined> & string
  : WireNameOf<Property>;

type WireKey<M, Name extends FieldName<M>> =
  true extends Marked<NonNullable<M[Name]>, typeof IGNORED> ? never : NamedOnWire<NonNullable<M[Name]>, Name>;

type Json<T> = unknown extends T
  ? JsonValue
  : T extends DateTime | Uint8Array | Secret<unknown>
    ? string
    : T extends { toJSON(): infer Wire }
      ? Wire
      : T extends readonly (infer Item)[]
        ? readonly Json<Item>[]
        : T extends Readonly<Record<string, infer Item>>
          ? string extends keyof T
            ? Readonly<Record<string, Json<Item>>>
            : Bare<T>
          : Bare<T>;

type Wire<M> = {
  readonly [Name in FieldName<M> as WireKey<M, Name>]: IsReadonly<M, Name> extends true
    ? Json<M[Name]> | undefined
    : Json<M[Name]>;
};

type WireByType<M, Type extends string> = Type extends unknown ? Wire<OfType<M, Type>> : never;

/** The wire object of a model: every key is there. Its `type` tells the rest apart, where the class has {@link KnownByType}. */
export type JsonOf<M> = M extends KnownByType<object> & { type: infer Type extends string }
  ? WireByType<M, Type>
  : Wire<M>;

type Dict<T> = unknown extends T
  ? unknown
  : T extends AnyModel
    ? DictOf<T>
    : T extends readonly (infer Item)[]
      ? Dict<Item>[]
      : T extends DateTime
        ? DateTime
        : Bare<T>;

/** What `dict()` gives of a model: values as memory holds them, nested models as objects. */
export type DictOf<M> = { [Name in FieldName<M>]: Dict<M[Name]> };

type SelectionIn<T> = unknown extends T
  ? Selection
  : T extends DateTime | Uint8Array | Secret<unknown>
    ? never
    : T extends AnyModel
      ? SelectionOf<T>
      : T extends readonly (infer Item)[]
        ? | readonly number[]
          | ReadonlySet<number>
          | { readonly [Index in number | '__all__']?: true | SelectionIn<Item> }
        : T extends object
          ? Selection
          : never;

/**
 * Which parts of a model are meant, by property names: a list or a `Set` of names, or an object of names to `true` (the whole part) or
 * to a selection inside it. Laid on a list, the names are indexes (from the end when negative), and `__all__` stands for
 * every item.
 */
export type SelectionOf<M> =
  | readonly FieldName<M>[]
  | ReadonlySet<FieldName<M>>
  | { readonly [Name in FieldName<M>]?: true | SelectionIn<NonNullable<M[Name]>> };

/** What of a model is written. */
export interface ExportOptions<M> extends Omit<AnyExportOptions, 'include' | 'exclude'> {
  /** Only these fields; a name that is no field selects nothing. */
  readonly include?: SelectionOf<M> | undefined;
  /** All but these fields; wins over `include`. A name that is no field is refused, except inside `data`. */
  readonly exclude?: SelectionOf<M> | undefined;
}

/** How a copy differs from its original. */
export interface CopyOptions<M> extends Omit<AnyCopyOptions, 'update' | 'include' | 'exclude'> {
  /** Values by property names; checked as the constructor checks them. They count as set. */
  readonly update?: UpdateOf<WholeOf<M>> | undefined;
  /** Takes over only these fields; the others take their defaults. */
  readonly include?: SelectionOf<M> | undefined;
  /** Takes over all but these fields; these take their defaults. A name that is no field is refused, except inside `data`. */
  readonly exclude?: SelectionOf<M> | undefined;
}

/** Options of `json`: what of the model, and whether secrets are revealed. */
export interface JsonTextOptions<M> extends ExportOptions<M>, JsonOptions {}

/** Options of `dict`. */
export interface DictOptions<M> extends ExportOptions<M> {
  /**
   * Leaves nested models as they are, and without other options all values. Does nothing on an `ActionBaseModel`, which
   * has its nested models always written out.
   *
   * @defaultValue false
   */
  readonly shallow?: boolean | undefined;
  /** Gives the wire object instead: wire names, JSON values, secrets masked. @defaultValue false */
  readonly jsonCompatible?: boolean | undefined;
}

/** What `safeParse` gives. */
export type SafeParseResult<M> =
  | { readonly success: true; readonly data: M; readonly error?: never }
  | { readonly success: false; readonly error: ValidationError; readonly data?: never };
