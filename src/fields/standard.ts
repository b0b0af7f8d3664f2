/*
 * Fields by standard decorators. They are not given the class but its metadata object, which holds the fields; and they
 * see each new instance, in the initialiser of the field.
 */
import { DefinitionError } from '../errors/index.js';
import { declareField, type FieldDescriptor, type FieldHolder, fieldsOf, lineageOf, metadataOf } from './descriptor.js';
import { openedLate, openField } from './ecosystem/index.js';
import { NO_FIELD } from './legacy.js';

/** What a standard decorator is told of what it decorates. */
export interface FieldContext {
  readonly kind: string;
  readonly name: string | symbol;
  readonly static?: boolean;
  readonly private?: boolean;
  readonly metadata?: FieldHolder;
}

/** Stands for a class in errors: a standard decorator runs before it is there. */
export const UNKNOWN = { name: 'The class' };

type Initialiser = (this: object, initial: unknown) => unknown;

/**
 * Writes the record of a field to its class's metadata.
 *
 * @returns an initialiser that keeps what the base constructor filled
 * @throws {@link DefinitionError} for what can be no field
 */
export function declareStandard(context: FieldContext, descriptor: FieldDescriptor): Initialiser {
  const { metadata } = context;
  const { property } = descriptor;
  const fault = faultOf(context);
  if (fault !== null || metadata === undefined) throw DefinitionError.of(UNKNOWN, [`${property}: ${fault ?? ''}`]);
  declareField(metadata, descriptor);
  let isOpen = false;
  return function (initial) {
    if (!isOpen) {
      isOpen = true;
      openTo(this, property, metadata);
    }
    if (!Object.hasOwn(this, property)) layOut(this);
    // a value of the class's own is a fault, which the first use of the class tells
    return initial === undefined ? (this as Record<string, unknown>)[property] : initial;
  };
}

function faultOf(context: FieldContext): string | null {
  const { kind, name, static: isStatic, private: isPrivate, metadata } = context;
  if (kind !== 'field') return NO_FIELD.method;
  if (isStatic === true) return NO_FIELD.static;
  if (isPrivate === true) return 'is private, and a field is for all to read; write it without #';
  if (typeof name === 'symbol') return NO_FIELD.symbol;
  if (metadata === undefined)
    return 'its decorator is given no metadata; have the compiler write decorators as of 2023-11, or switch experimentalDecorators on';
  return null;
}

/** Tells class-transformer and class-validator of a field of the class that has this metadata. */
function openTo(instance: object, property: string, metadata: FieldHolder): void {
  const owner = lineageOf(Object.getPrototypeOf(instance) as object).find((each) => metadataOf(each) === metadata);
  if (owner === undefined) return;
  openField(owner, property);
  openedLate(instance, property);
}

const layouts = new WeakMap<object, readonly string[]>();

// what a blank instance holds until it is filled
let placeholder: unknown = undefined;

/** Gives a blank instance all its properties in the order of the fields: its own initialisers would put theirs first. */
function layOut(instance: object): void {
  const model = instance.constructor;
  let properties = layouts.get(model);
  if (properties === undefined) {
    properties = fieldsOf(Object.getPrototypeOf(instance) as object).map(({ property }) => property);
    layouts.set(model, properties);
  }
  for (const property of properties) {
    if (!Object.hasOwn(instance, property)) (instance as Record<string, unknown>)[property] = placeholder;
  }
}

/**
 * What a class's own initialisers and constructors set on a blank instance.
 *
 * @param make - makes a blank instance
 */
export function setByItself(make: () => object): ReadonlyMap<string, unknown> {
  const untouched = Symbol('blank');
  placeholder = untouched;
  try {
    return new Map(Object.entries(make()).filter(([, value]) => value !== untouched));
  } finally {
    placeholder = undefined;
  }
}
