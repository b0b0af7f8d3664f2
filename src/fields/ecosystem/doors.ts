/*
 * The doors of class-transformer and class-validator. Each field gets `@Expose`, `@Type`, `@Transform` and one
 * `ValidateBy`, all of which ask the field's kind, so that `plainToInstance` and `validate` know no rule of their own.
 */
// class-transformer's `@Type` asks it
import 'reflect-metadata';

import { Exclude, Expose, Transform, TransformationType, type TransformFnParams, Type } from 'class-transformer';
import { ValidateBy, type ValidationArguments } from 'class-validator';

import { DefinitionError, type Issue, isTooDeep } from '../../errors/index.js';
import { defaultOf, type FieldDescriptor, fieldOf, fieldsOf, isNullable } from '../descriptor.js';
import { showInnerExtras } from './inner-extras.js';
import { type JsonValue } from '../../values/index.js';
import { type AnyFault } from '../fault.js';
import { readKey } from '../input-key.js';
import { INVALID } from '../invalid.js';
import { Faults, isKind } from '../kind.js';
import { fieldFor, wireOf } from '../wire-of.js';
import { DEFAULT_WIRE, type Wire, wordsOf } from '../wires/index.js';
import { areOwnRulesOff, OWN_RULE } from './rules.js';

type TypeOf = NonNullable<Parameters<typeof Type>[0]>;

// a `@Transform` is not told which instance is filled; the `@Type` that is asked just before it is
const filled = new WeakMap<object, object>();

const ownTypes = new WeakSet<TypeOf>();

type Constructor = abstract new (...args: never) => object;

/** Applies the decorators of both libraries to a field, as the class that declares it has it. */
export function openField(prototype: object, property: string): void {
  const descriptor = fieldOf(prototype, property);
  // what is not a kind is reported at the first use of the class
  if (descriptor === undefined || !isKind(descriptor.kind)) return;
  const { wireName, kind, options } = descriptor;
  const owner = prototype.constructor as Constructor;
  Expose({ name: wireName })(prototype, property);
  if (options.ignored === true) Exclude({ toPlainOnly: true })(prototype, property);
  // Boolean keeps class-transformer out of the value on the way in; String(value) may throw
  // A stand-in for the prototype, because the recorded design:type (DateTime) would be constructed for an array.
  const type = ((made) => {
    if (!(made?.newObject instanceof owner)) return undefined;
    filled.set(made.object, made.newObject);
    return Boolean;
  }) as TypeOf;
  ownTypes.add(type);
  Type(type)({ constructor: owner }, property);
  Transform((params) => transform(prototype, descriptor, params))(prototype, property);
  ValidateBy(
    {
      name: kind.name,
      constraints: [OWN_RULE],
      validator: {
        // a subclass may have redefined the field, and its rule runs beside this one
        validate: (value, args) => areOwnRulesOff() || faultOf(fieldIn(args, descriptor), value, wireIn(args)) === null,
        defaultMessage: (args?: ValidationArguments) => messageOf(fieldIn(args, descriptor), args?.value, wireIn(args)),
      },
    },
    { always: true },
  )(prototype, property);
  applyRules(prototype, descriptor);
}

/** @throws {@link DefinitionError} for a rule that is not called, which would make none */
function applyRules(prototype: object, { property, options }: FieldDescriptor): void {
  const rules = (options.rules ?? []) as readonly ((prototype: object, property: string) => unknown)[];
  for (const rule of rules) {
    if (typeof rule === 'function' && rule(prototype, property) === undefined) continue;
    throw DefinitionError.of(prototype.constructor, [
      `${property}: a rule is no decorator; write it called, as MinLength(3)`,
    ]);
  }
}

// class-transformer lists the keys that it reads before it makes the instance from which a standard field is opened
const late = new WeakMap<object, string[]>();

/** Notes a field that was opened while an instance was made: {@link fillLate} looks after it in that instance. */
export function openedLate(instance: object, property: string): void {
  const others = late.get(instance);
  if (others === undefined) late.set(instance, [property]);
  else others.push(property);
}

/**
 * Has `plainToInstance` fill the fields that were opened while it made an instance. It asks for the type of everything
 * exposed, and goes no further with a method: so that this leaves no property behind.
 */
export function fillLate(prototype: object, method: string): void {
  Expose({ toClassOnly: true })(prototype, method);
  const fill = ((made) => {
    const { newObject, object } = made as { newObject: Record<string, unknown>; object: Record<string, unknown> };
    const own = Object.getPrototypeOf(newObject) as object;
    for (const property of late.get(newObject) ?? [])
      newObject[property] = readPlain(own, fieldOf(own, property)!, object, wireOf(newObject));
    late.delete(newObject);
    return Boolean;
  }) as TypeOf;
  ownTypes.add(fill);
  Type(fill)({ constructor: prototype.constructor }, method);
}

/** Whether it was this package that told class-transformer a property's type. */
export function isOwnType(type: unknown): boolean {
  return ownTypes.has(type as TypeOf);
}

function fieldIn(args: ValidationArguments | undefined, declared: FieldDescriptor): FieldDescriptor {
  if (args === undefined) return declared;
  const field = fieldOf(Object.getPrototypeOf(args.object) as object, declared.property) ?? declared;
  return fieldFor(field, wireIn(args));
}

function wireIn(args: ValidationArguments | undefined): Wire {
  return args === undefined ? DEFAULT_WIRE : wireOf(args.object);
}

const strayNames = new WeakMap<object, readonly string[]>();

/**
 * The names that `plainToInstance` found in its input, are no field's, and cannot be seen in the instance that it made: those
 * that every instance has (`copy`), and those of properties (`stateDetails`).
 */
export function strayNamesOf(model: object): readonly string[] {
  return strayNames.get(model) ?? [];
}

function noteStrayNames(instance: object, plain: object): void {
  if (strayNames.has(instance) || (instance.constructor as { readonly extra?: unknown }).extra !== 'forbid') return;
  const prototype = Object.getPrototypeOf(instance) as object;
  const fields = fieldsOf(prototype);
  const isStray = (name: string): boolean =>
    fields.every(({ wireName }) => wireName !== name) &&
    (name in prototype || fields.some(({ property }) => property === name));
  strayNames.set(instance, Object.keys(plain).filter(isStray));
}

function transform(
  prototype: object,
  descriptor: FieldDescriptor,
  { obj, value, type, options }: TransformFnParams,
): unknown {
  const { kind, property } = descriptor;
  const source = obj as Record<string, unknown>;
  switch (type) {
    case TransformationType.PLAIN_TO_CLASS:
      if (options.excludeExtraneousValues !== true) noteExtras(descriptor, source);
      return readPlain(prototype, descriptor, source, wireOf(filled.get(source) ?? prototype));
    case TransformationType.CLASS_TO_PLAIN:
      return kind.name === 'nested'
        ? (value as unknown)
        : writePlain(fieldFor(descriptor, wireOf(source)), source[property]);
    default:
      return source[property] == null ? source[property] : kind.copy(source[property], false);
  }
}

/** Notes what the input has that is no field, for class-validator to see: at the top, and inside nested models. */
function noteExtras(field: FieldDescriptor, plain: Record<string, unknown>): void {
  const instance = filled.get(plain);
  if (instance === undefined) return;
  noteStrayNames(instance, plain);
  if (field.kind.holdsParts === true) showInnerExtras(instance, field, readKey(plain, field.wireName));
}

/** What a field holds after `plainToInstance`. A value that is wrong stays as it came, for `validate` to find. */
function readPlain(prototype: object, field: FieldDescriptor, plain: Record<string, unknown>, wire: Wire): unknown {
  const value = takePlain(fieldFor(field, wire), plain);
  if (value === INVALID) return readKey(plain, field.wireName);
  const { derived } = field.options;
  if (derived === undefined || value === undefined) return value;
  const fields = fieldsOf(prototype);
  const others = derived.from.map((name) =>
    takePlain(
      fieldFor(
        fields.find(({ property }) => property === name)!,
        wire,
      ),
      plain,
    ),
  );
  // nothing follows from a value that is wrong
  if (others.some((other) => other === INVALID || other === undefined)) return value;
  return derived.by(value, ...(others as never[]));
}

function takePlain(field: FieldDescriptor, plain: Record<string, unknown>): unknown {
  const given = readKey(plain, field.wireName);
  if (given === undefined) return defaultOf(field.options);
  if (given === null) return isNullable(field) ? null : INVALID;
  try {
    return field.kind.interpret(given, new Faults(), 'wire');
  } catch (error) {
    if (isTooDeep(error)) return INVALID;
    throw error;
  }
}

/** What a field gives to `instanceToPlain`, which skips the keys `__proto__` and `constructor` itself and fails on the latter. */
function writePlain({ property, kind }: FieldDescriptor, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  return withoutConstructors(kind.toWire(value, {}, property));
}

function withoutConstructors(value: JsonValue): unknown {
  if (Array.isArray(value)) return value.map(withoutConstructors);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== 'constructor');
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutConstructors(item)]));
}

/** What is wrong with a value that a field holds in memory, or null. */
function faultOf(field: FieldDescriptor, value: unknown, wire: Wire): AnyFault | null {
  if (value === undefined) return { code: 'missing' };
  if (value === null) return isNullable(field) ? null : nullFault(field, wire);
  if (field.kind.is(value)) return field.options.check?.(value) ?? null;
  // a lenient form of the wire, such as 'yes' for true, is no value of the kind until parse has read it
  return issuesOf(field, value, wire)[0] ?? { code: 'unread', kind: field.kind.name };
}

function nullFault({ kind }: FieldDescriptor, wire: Wire): AnyFault | null {
  const faults = new Faults(wire);
  faults.addNull(kind, 'wire');
  return faults.issues[0] ?? null;
}

function messageOf(field: FieldDescriptor, value: unknown, wire: Wire): string {
  const issues = value == null || field.kind.is(value) ? [] : issuesOf(field, value, wire);
  if (issues.length === 0) {
    const fault = faultOf(field, value, wire);
    return `${field.wireName}: ${fault === null ? '' : wordsOf(wire, fault).msg}`;
  }
  return issues.map(({ loc, msg }) => `${[field.wireName, ...loc].join('.')}: ${msg}`).join('; ');
}

/** Why the kind refuses a value: one that came off the wire, or one that was assigned. */
function issuesOf({ kind }: FieldDescriptor, value: unknown, wire: Wire): readonly Issue[] {
  const [byWireNames, byProperties] = [new Faults(wire), new Faults(wire)];
  try {
    kind.interpret(value, byWireNames, 'wire');
    if (byWireNames.issues.length === 0) kind.interpret(value, byProperties, 'property');
  } catch (error) {
    if (isTooDeep(error)) return [{ loc: [], ...wordsOf(wire, { code: 'tooDeep' }) }];
    throw error;
  }
  return [...byWireNames.issues, ...byProperties.issues];
}
