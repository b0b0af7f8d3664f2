/*
 * Descriptors -> plan: everything about a class that its codec needs, read once and frozen. All faults of the definition
 * are found here, at the first use of the class, and told in one error.
 */
import {
  type AnyFault,
  defaultOf,
  type FieldDescriptor,
  fieldsOf,
  hasForeignRules,
  isNullable,
  type Kind,
  kindFor,
  type Derived,
  type Wire,
  wireFor,
} from '../../fields/index.js';
import { DefinitionError } from '../../errors/index.js';
import { checkDefinition, madeDefaultFaults } from './definition.js';
import { bitOf, type FieldSet, hasBit } from './field-set.js';
import { type ModelBase } from './model-base.js';
import { type ModelClass } from './model-class.js';
import { type Trace } from './trace.js';

/** A field with everything decided. */
export interface PlannedField {
  readonly index: number;
  readonly bit: FieldSet;
  readonly property: string;
  readonly wireName: string;
  readonly kind: Kind;
  readonly required: boolean;
  readonly nullable: boolean;
  /** The default when it is a constant; undefined for a required field and for one whose default is made each time. */
  readonly constant: unknown;
  /** Gives the default. */
  readonly makeDefault: () => unknown;
  /** Place among the defaults that an instance remembers; -1 for a constant that is not derived. */
  readonly slot: number;
  readonly derived: Derived<unknown> | undefined;
  readonly check: ((value: unknown) => AnyFault | null) | undefined;
  /** Left out of everything written. */
  readonly hidden: boolean;
  readonly options: FieldDescriptor['options'];
}

/** Everything about a class that its codec needs. */
export interface Plan {
  readonly model: ModelClass;
  readonly wire: Wire;
  readonly fields: readonly PlannedField[];
  readonly written: readonly PlannedField[];
  readonly byProperty: ReadonlyMap<string, PlannedField>;
  readonly byWireName: ReadonlyMap<string, PlannedField>;
  /** Fields whose default an instance remembers, by slot. */
  readonly remembered: readonly PlannedField[];
  readonly forbidsExtras: boolean;
  /** Whether class-validator rules of the user's stand beside the fields. */
  readonly hasForeignRules: boolean;
}

/** A plan by which instances are made. */
export interface TracedPlan extends Plan {
  /** What instances remember. */
  readonly trace: Trace;
}

/**
 * Reads a class.
 *
 * @throws {@link DefinitionError} with every fault of the class
 */
export function planOf(model: ModelClass): Plan {
  const descriptors = fieldsOf(model.prototype);
  const faults = checkDefinition(model, descriptors);
  if (faults.length > 0) throw DefinitionError.of(model, faults);

  const remembered: PlannedField[] = [];
  const fields = descriptors.map((descriptor, index) => {
    const isRemembered = typeof descriptor.options.default === 'function' || descriptor.options.derived !== undefined;
    const field = planField(model, descriptor, index, descriptors.length, isRemembered ? remembered.length : -1);
    if (isRemembered) remembered.push(field);
    return field;
  });
  return Object.freeze({
    model,
    wire: wireFor(model),
    fields,
    written: fields.filter((field) => !field.hidden),
    byProperty: new Map(fields.map((field) => [field.property, field])),
    byWireName: new Map(fields.map((field) => [field.wireName, field])),
    remembered,
    forbidsExtras: model.extra === 'forbid',
    hasForeignRules: hasForeignRules(model),
  });
}

/**
 * Calls the functions that make defaults, to find their faults now. This comes last, because they may make instances of the
 * class itself.
 *
 * @param undo - takes the class out of use again
 * @throws {@link DefinitionError} with every default that its field refuses
 */
export function checkMadeDefaults({ model, fields }: Plan, undo: () => void): void {
  const faults = fields.flatMap(madeDefaultFaults);
  if (faults.length === 0) return;
  undo();
  throw DefinitionError.of(model, faults);
}

/** Whether a field was given, or no longer holds the default it was made with. */
export function isSet({ trace }: TracedPlan, model: ModelBase, field: PlannedField): boolean {
  if (hasBit(trace.givenTo(model), field.bit)) return true;
  const value = (model as unknown as Record<string, unknown>)[field.property];
  return !Object.is(value, trace.madeFor(model, field.slot, field.constant));
}

function planField(
  model: ModelClass,
  descriptor: FieldDescriptor,
  index: number,
  size: number,
  slot: number,
): PlannedField {
  const { property, wireName, options } = descriptor;
  const constant = typeof options.default === 'function' ? undefined : options.default;
  return Object.freeze({
    index,
    bit: bitOf(index, size),
    property,
    wireName,
    kind: kindFor(descriptor.kind, wireFor(model)),
    required: options.default === undefined,
    nullable: isNullable(descriptor),
    constant,
    makeDefault: () => defaultOf(options),
    slot,
    derived: options.derived,
    check: checkOf(model, wireName, options.check),
    hidden: model.dropsIgnored && options.ignored === true,
    options,
  });
}

/** Combines the field's own rule and the class's rule for every field. */
function checkOf(
  model: ModelClass,
  wireName: string,
  check: FieldDescriptor['options']['check'],
): PlannedField['check'] {
  if (model.checkField === undefined) return check;
  return (value) => {
    const fault = check?.(value) ?? null;
    const msg = fault === null ? (model.checkField?.(wireName, value) ?? null) : null;
    return msg === null ? fault : { code: 'rule', msg };
  };
}
