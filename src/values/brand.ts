/*
 * What a value is by the language, of whichever realm: jest runs specs in a realm of their own, and `structuredClone`,
 * workers and `vm` give values of another one, which `instanceof` does not know. Asked are the slots that only the engine
 * can fill: neither `Symbol.toStringTag` nor a borrowed prototype deceives them. A model of this package is told by its mark.
 *
 * Nothing of Node's: this runs in a browser, too.
 */

/** What values are told apart by; typed arrays of bytes are `bytes`, all others `numbers`. */
export type Brand = 'array' | 'boxed' | 'bytes' | 'date' | 'error' | 'map' | 'numbers' | 'plain' | 'set';

/** Looks at a value of which nothing is known: a getter, a method or a proxy's trap may throw. */
export function lookAt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

/**
 * Whether a value is an instance of a class that is marked by a symbol, of this copy of the package or of another.
 *
 * @internal
 */
export function isMarked(value: unknown, mark: symbol): boolean {
  try {
    return typeof value === 'object' && value !== null && mark in value;
  } catch {
    return false;
  }
}

/** What JSON holds. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** Lets a model write itself wherever it stands inside `data`. @internal */
export const WIRE = Symbol.for('prefect-states.wire');

/** A model, as far as another copy of the package knows it: it writes itself. @internal */
export interface Model {
  [WIRE](options: object): JsonValue;
  dict(options: object): object;
}

/** Whether a value is a model, of this copy of the package or of another: what knows {@link WIRE}. @internal */
export function isModel(value: unknown): value is Model {
  return typeof value === 'object' && value !== null && WIRE in value;
}

const GIVES_WIRE = Symbol.for('prefect-states.gives-wire');

/** Says of a class's `toJSON` that it gives the wire object, so that a shorter way to the text may be taken. @internal */
export function givesWire(prototype: { readonly toJSON: object }): void {
  Object.defineProperty(prototype.toJSON, GIVES_WIRE, { value: true });
}

/** Whether a model has a `toJSON` of its own, which says what `JSON.stringify` writes of it. @internal */
export function hasOwnJson(model: object): boolean {
  const { toJSON } = model as { readonly toJSON?: unknown };
  return typeof toJSON === 'function' && !(GIVES_WIRE in toJSON);
}

/** What an object is; null for an instance of any other class, and for what is no object. */
export function brandOf(value: unknown): Brand | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return 'array';
  if (isPlain(value)) return 'plain';
  const numbers = nameOfTypedArray.call(value);
  if (numbers !== undefined) return numbers === 'Uint8Array' ? 'bytes' : 'numbers';
  if (value instanceof Error) return 'error';
  return brandByClass(value);
}

/** Tells an object literal, of whichever realm, from an instance of a class. @internal */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  // the Object.prototype of another realm is known by having no prototype itself
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** The same, of any value. @internal */
export function isPlainObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && isPlain(value);
}

/** Whether a value is an array of bytes, such as Node's `Buffer`. @internal */
export function isBytes(value: unknown): value is Uint8Array {
  return nameOfTypedArray.call(value) === 'Uint8Array';
}

/** Whether two arrays of bytes hold the same. @internal */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Whether a value, whatever it is, is an error, or an instance of a class that extends `Error`. */
export function isError(value: unknown): value is Error {
  return lookAt(() => brandOf(value) === 'error', false);
}

/** Whether a value is a `Date`. */
export function isDate(value: unknown): value is Date {
  return brandOf(value) === 'date';
}

/** Whether a value is a `Set`. */
export function isSet(value: unknown): value is Set<unknown> {
  return brandOf(value) === 'set';
}

type Getter = (this: unknown) => unknown;

function getterOf(prototype: object, name: PropertyKey): Getter {
  return (Object.getOwnPropertyDescriptor(prototype, name) as { readonly get: Getter }).get;
}

/** Gives the name of a typed array's own class; undefined for anything else. */
const nameOfTypedArray = getterOf(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag);
const sizeOfMap = getterOf(Map.prototype, 'size');
const sizeOfSet = getterOf(Set.prototype, 'size');

interface Slot {
  readonly brand: Brand;
  /** Throws for an object without the slot. */
  readonly read: (value: object) => unknown;
}

/** By the name of the class of the language. */
const SLOTS: ReadonlyMap<string, Slot> = new Map<string, Slot>([
  ['Map', { brand: 'map', read: (value) => sizeOfMap.call(value) }],
  ['Set', { brand: 'set', read: (value) => sizeOfSet.call(value) }],
  ['Date', { brand: 'date', read: (value) => Date.prototype.getTime.call(value) }],
  ['Number', { brand: 'boxed', read: (value) => Number.prototype.valueOf.call(value) }],
  ['String', { brand: 'boxed', read: (value) => String.prototype.valueOf.call(value) }],
  ['Boolean', { brand: 'boxed', read: (value) => Boolean.prototype.valueOf.call(value) }],
  ['BigInt', { brand: 'boxed', read: (value) => BigInt.prototype.valueOf.call(value) }],
  ['Symbol', { brand: 'boxed', read: (value) => Symbol.prototype.valueOf.call(value) }],
]);

function hasSlot(value: object, { read }: Slot): boolean {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}

/**
 * The brand of an object that is neither an array nor plain, by the class of the language that it extends. Not every slot is
 * looked for, because one that is not there costs an error.
 */
function brandByClass(value: object): Brand | null {
  let each: unknown = Object.getPrototypeOf(value);
  while (each !== null) {
    const made: unknown = (each as object).constructor;
    const name = typeof made === 'function' ? made.name : '';
    if (name === 'Error' && isNativeError(made as () => void)) return 'error';
    const slot = SLOTS.get(name);
    if (slot !== undefined && hasSlot(value, slot)) return slot.brand;
    each = Object.getPrototypeOf(each);
  }
  return null;
}

/** Errors have no slot that could be asked. */
function isNativeError(made: () => void): boolean {
  return /^function Error\(\) \{\s*\[native code\]\s*\}$/.test(Function.prototype.toString.call(made));
}

/** What `Object.prototype.toString` says of an object: the truth, unless a class has it say something else. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
