/*
 * What a field decorator records, and where it is found: on the class that declares the field (legacy decorators) or on its
 * metadata object (standard ones). Nothing is decided here; the plan reads and checks the records.
 */
import { type AnyFault } from './fault.js';
import { type JsonSchema, type Kind } from './kind.js';
import { toWireName } from './wire-name.js';

/** Lets a field depend on fields before it. */
export interface Derived<T> {
  /** Names of the properties that {@link Derived.by} gets, each declared before this field. */
  readonly from: readonly string[];
  /**
   * Where generated code asks {@link Derived.by}: with these values of fields, this one or some of {@link Derived.from}, whose
   * kinds read them as they are. With any other, `by` must give the value that it gets. Left out, it is always asked.
   */
  readonly when?: Readonly<Record<string, string | boolean | null>>;
  /** Gives the value that is kept, from what was given (or the default) and the other fields' values. */
  by(this: void, value: T, ...others: never[]): T;
}

/** What can be said of any field. */
export interface FieldOptions<T> {
  /**
   * What an absent field holds: a constant, or a function that makes it. Without one the field is required. At the first use
   * of the class the function is called once, to see that the field takes what it makes.
   */
  readonly default?: T | null | (() => T | null);
  /** Whether null may be given. @defaultValue true when the default is null */
  readonly nullable?: boolean;
  /** The name on the wire. @defaultValue the property's name in snake_case */
  readonly name?: string;
  /** Says what the field is for, in the JSON Schema. */
  readonly description?: string;
  /** Takes the place of the kind's JSON Schema: says what a `json` field holds, for example. */
  readonly schema?: JsonSchema;
  /** Shown in the JSON Schema. */
  readonly examples?: readonly unknown[];
  /**
   * Whether the JSON Schema counts a field that may be left out as required, in a class of Prefect 3's wire that has another
   * required one: Prefect promises it of what it answers. @defaultValue false
   */
  readonly promised?: boolean;
  /** A rule beside the kind's own: gives what is wrong with a value, or null. Given values are checked, and the default. */
  readonly check?: (value: T) => AnyFault | null;
  /**
   * Rules of class-validator, run after all fields are read: `rules: [MinLength(3)]`. With standard decorators this is their
   * only place: class-validator's own decorators are legacy ones.
   */
  readonly rules?: readonly PropertyDecorator[];
  /**
   * Makes the kept value depend on fields before this one. It sees defaults too. What it gives is taken to be never null,
   * unless `nullable` is said.
   */
  readonly derived?: Derived<T> | Derived<T | null>;
  /** Taken, but left out of everything that an `ActionBaseModel` writes. @defaultValue false */
  readonly ignored?: boolean;
  /** The field, declared before this one, after which it stands, also in what is written. @defaultValue the last one */
  readonly after?: string;
  /** Whether `repr()` shows the field. @defaultValue true */
  readonly repr?: boolean;
}

/** One field of a class, as its decorator said it. */
export interface FieldDescriptor<T = unknown> {
  readonly property: string;
  readonly wireName: string;
  readonly kind: Kind<T>;
  readonly options: FieldOptions<T>;
}

const KEY = Symbol.for('prefect-states.fields');
type Fields = ReadonlyMap<string, FieldDescriptor>;

/** What holds the fields that a class declares: the class itself, or what standard decorators know as its metadata. */
export type FieldHolder = object;

interface WithFields {
  readonly [KEY]?: Fields;
}

/** The key under which a class has its metadata object. Standard decorators are given that object, never the class. */
export const METADATA: symbol = metadataSymbol();

/**
 * Node has no `Symbol.metadata` yet. Without it TypeScript gives decorators no metadata object; esbuild, SWC and Babel take
 * the symbol registered by this name.
 */
function metadataSymbol(): symbol {
  const known = Symbol as unknown as { metadata?: symbol };
  if (known.metadata === undefined) {
    Object.defineProperty(Symbol, 'metadata', { value: Symbol.for('Symbol.metadata'), configurable: true });
  }
  return known.metadata!;
}

/** Adds a field to what declares it. A subclass that declares it again replaces it, at its old place. */
export function declareField(holder: FieldHolder, descriptor: FieldDescriptor): void {
  const value = new Map(heldBy(holder)).set(descriptor.property, descriptor);
  Object.defineProperty(holder, KEY, { value, configurable: true });
}

/** Makes the record of a field. */
export function describeField<T>(property: string, kind: Kind<T>, options: FieldOptions<T>): FieldDescriptor<T> {
  return { property, wireName: options.name ?? toWireName(property), kind, options };
}

/** The fields of a class and of the classes it extends, the oldest first. */
export function fieldsOf(prototype: object): FieldDescriptor[] {
  const fields = new Map<string, FieldDescriptor>();
  for (const each of lineageOf(prototype).reverse()) {
    for (const [property, field] of ownFields(each)) fields.set(property, declaredAgain(fields.get(property), field));
  }
  return inOrder([...fields.values()]);
}

/** Puts each field that names another behind that one. */
function inOrder(fields: readonly FieldDescriptor[]): FieldDescriptor[] {
  const ordered = [...fields];
  for (const field of fields) {
    const { after } = field.options;
    const place = ordered.findIndex(({ property }) => property === after);
    if (after === undefined || after === field.property || place < 0) continue;
    ordered.splice(ordered.indexOf(field), 1);
    ordered.splice(ordered.findIndex(({ property }) => property === after) + 1, 0, field);
  }
  return ordered;
}

/** The field of a property, as the class nearest to an instance declares it. */
export function fieldOf(prototype: object, property: string): FieldDescriptor | undefined {
  const declared = lineageOf(prototype).flatMap((each) => ownFields(each).get(property) ?? []);
  return declared.reduceRight<FieldDescriptor | undefined>(declaredAgain, undefined);
}

/** A field that is declared again keeps its place, and what it is derived from, unless it says otherwise. */
function declaredAgain(inherited: FieldDescriptor | undefined, field: FieldDescriptor): FieldDescriptor {
  const { derived, after } = inherited?.options ?? {};
  if (derived === undefined && after === undefined) return field;
  return { ...field, options: { derived, after, ...field.options } };
}

/** A prototype and those it inherits from, itself first. */
export function lineageOf(prototype: object): object[] {
  const lineage: object[] = [];
  for (let each: object | null = prototype; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    lineage.push(each);
  }
  return lineage;
}

/** The metadata object of the class that has a prototype, not that of a class it extends. */
export function metadataOf(prototype: object): FieldHolder | undefined {
  const model = classOf(prototype);
  return model !== undefined && Object.hasOwn(model, METADATA)
    ? (model as { readonly [METADATA]?: FieldHolder })[METADATA]
    : undefined;
}

/** Whether a class declares fields itself. */
export function declaresFields(prototype: object): boolean {
  return ownFields(prototype).size > 0;
}

function classOf(prototype: object): FieldHolder | undefined {
  return Object.hasOwn(prototype, 'constructor') ? prototype.constructor : undefined;
}

function ownFields(prototype: object): Fields {
  const [standard, legacy] = [heldBy(metadataOf(prototype)), heldBy(classOf(prototype))];
  return standard.size === 0 ? legacy : new Map([...standard, ...legacy]);
}

/** The fields that a holder has itself: metadata objects inherit from each other as their classes do. */
function heldBy(holder: FieldHolder | undefined): Fields {
  return (holder !== undefined && Object.hasOwn(holder, KEY) ? (holder as WithFields)[KEY] : undefined) ?? NONE;
}

const NONE: Fields = new Map();

/** What an absent field holds, freshly made; undefined for a required one. */
export function defaultOf(options: FieldOptions<unknown>): unknown {
  return typeof options.default === 'function' ? (options.default as () => unknown)() : options.default;
}

/** Whether null may be given. */
export function isNullable({ kind, options }: Pick<FieldDescriptor, 'kind' | 'options'>): boolean {
  return options.nullable ?? (options.default === null || kind.takesNull === true);
}
