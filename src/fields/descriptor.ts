/*
 * What a field decorator writes down, and where it is found again: on the prototype of the class that
 * declares the field. Nothing is decided here; the plan reads and checks the records.
 */
import { type AnyFault } from './fault.js';
import { type JsonSchema, type Kind } from './kind.js';
import { toWireName } from './wire-name.js';

/** Lets a field depend on fields before it. */
export interface Settling<T> {
  /** Names of the properties that {@link Settling.by} gets, each declared before this field. */
  readonly from: readonly string[];
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
  /** A rule beside the kind's own: gives what is wrong with a value, or null. Given values are checked, and the default. */
  readonly check?: (value: T) => AnyFault | null;
  /**
   * Makes the kept value depend on fields before this one. It sees defaults too. What it gives is taken to be never null,
   * unless `nullable` is said.
   */
  readonly settle?: Settling<T> | Settling<T | null>;
  /** Taken, but left out of everything that an `ActionBaseModel` writes. @defaultValue false */
  readonly ignored?: boolean;
  /** The field, declared before this one, behind which it stands, in what is written too. @defaultValue the last one */
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
const NONE: ReadonlyMap<string, FieldDescriptor> = new Map();

interface Declaring {
  readonly [KEY]: ReadonlyMap<string, FieldDescriptor>;
}

/** Adds a field to the class that declares it. A subclass that declares it again replaces it, at its old place. */
export function declareField(prototype: object, descriptor: FieldDescriptor): void {
  const value = new Map(ownFields(prototype)).set(descriptor.property, descriptor);
  Object.defineProperty(prototype, KEY, { value, configurable: true });
}

/** Makes the record of a field. */
export function describeField<T>(property: string, kind: Kind<T>, options: FieldOptions<T>): FieldDescriptor<T> {
  return { property, wireName: options.name ?? toWireName(property), kind, options };
}

/** The fields of a class and of the classes it extends, the oldest first. */
export function fieldsOf(prototype: object): FieldDescriptor[] {
  const lineage: object[] = [];
  for (let each: object | null = prototype; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    lineage.unshift(each);
  }
  const fields = new Map<string, FieldDescriptor>();
  for (const each of lineage) for (const [property, descriptor] of ownFields(each)) fields.set(property, descriptor);
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
  for (let each: object | null = prototype; each !== null; each = Object.getPrototypeOf(each) as object | null) {
    const field = ownFields(each).get(property);
    if (field !== undefined) return field;
  }
  return undefined;
}

function ownFields(prototype: object): ReadonlyMap<string, FieldDescriptor> {
  return Object.hasOwn(prototype, KEY) ? (prototype as Declaring)[KEY] : NONE;
}

/** What an absent field holds, freshly made; undefined for a required one. */
export function defaultOf(options: FieldOptions<unknown>): unknown {
  return typeof options.default === 'function' ? (options.default as () => unknown)() : options.default;
}

/** Whether null may be given. */
export function isNullable({ kind, options }: Pick<FieldDescriptor, 'kind' | 'options'>): boolean {
  return options.nullable ?? (options.default === null || kind.takesNull === true);
}
