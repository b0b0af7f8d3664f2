/*
 * Fields by standard decorators. They are not given the class but its metadata object, which holds the fields; and they
 * see each new instance, in the initialiser of the field.
 */
import { DefinitionError } from '../../errors/index.js';
import { declareField, type FieldDescriptor, type FieldHolder, lineageOf, metadataOf } from '../descriptor.js';
import { openedLate, openField } from '../ecosystem/index.js';
import { isChecking, layOut } from './layout.js';
import { NO_FIELD } from './legacy.js';

/** What a standard decorator gets to know of what it decorates. */
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

/** What the initialisers of the fields that one class declares share. */
interface Level {
  /** The properties that class-transformer and class-validator are still to be told of. */
  readonly unopened: string[];
  /** The property whose initialiser runs last. */
  last: string;
  /**
   * The instance whose initialisers run now, when its fields hold nothing. Between two of them no constructor runs, and what
   * sets a field else is refused; a subclass has a level of its own.
   */
  blank: object | null;
}

const levels = new WeakMap<FieldHolder, Level>();

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
  const level = levels.get(metadata) ?? { unopened: [], last: property, blank: null };
  levels.set(metadata, level);
  level.unopened.push(property);
  level.last = property;
  return function (initial) {
    // a look-up here would make creating an instance half as slow again
    if (level.blank !== this) return initialise(this, property, initial, metadata, level);
    if (level.last === property) level.blank = null;
    return initial;
  };
}

/** Gives what the property holds; of an instance that holds nothing, the initialisers after this one need not look. */
function initialise(
  instance: object,
  property: string,
  initial: unknown,
  metadata: FieldHolder,
  level: Level,
): unknown {
  while (level.unopened.length > 0) openTo(instance, level.unopened.shift()!, metadata);
  const values = instance as Record<string, unknown>;
  const held = values[property];
  // a value of the class's own is a fault, which the first use of the class tells
  if (held !== undefined && !isChecking()) return initial === undefined ? held : initial;
  const isBlank = layOut(instance);
  // forgotten after its last field, so that it can be collected
  if (isBlank && level.last !== property) level.blank = instance;
  return initial === undefined ? values[property] : initial;
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
