/* Instance -> another instance of its class, with some values replaced, reset or left out. */
import { applyForeignRules, Faults, INVALID } from '../../fields/index.js';
import { isTooDeep, ValidationError } from '../../errors/index.js';
import { excludedOf, type Exporting, exportValue } from '../write/selected.js';
import { emptySet, type FieldSet, withBit } from '../plan/field-set.js';
import { fill, readField } from '../read/interpreted.js';
import { blank } from '../plan/model-class.js';
import { isSet, type Plan, type PlannedField, type TracedPlan } from '../plan/plan.js';
import { ModelBase } from '../plan/model-base.js';
import { choiceOf, isChosen, partOf, type Selection } from '../write/selection.js';

/** How a copy differs from its original. */
export interface CopyOptions<Fields extends object = object> {
  /** Values by property names; checked as the constructor checks them. They count as set. */
  readonly update?: Partial<Fields> | undefined;
  /** Makes a new id, and resets what else the class resets. @defaultValue false */
  readonly resetFields?: boolean | undefined;
  /** Takes over only these fields; the others take their defaults. */
  readonly include?: Selection | undefined;
  /** Takes over all but these fields; these take their defaults. */
  readonly exclude?: Selection | undefined;
  /** Copies `data` all the way down instead of sharing it. @defaultValue false */
  readonly deep?: boolean | undefined;
}

/** A copy under way. */
export interface Copying extends CopyOptions, Pick<Exporting, 'anyName'> {}

/** What the copy of a nested model needs; see {@link copyModel}. */
export type CopyNested = (model: ModelBase, options: Copying) => ModelBase;

type Source = Record<string, unknown>;

/** Where a copy takes the value of a field from. */
interface Taken {
  readonly value: unknown;
  readonly isGiven: boolean;
  /** Whether it differs from what the original held, so that derived fields must be filled in again. */
  readonly isCut: boolean;
}

/**
 * Copies a model. Nested models are copied too, never shared. Values that are taken over are not checked again. Only what was
 * left out, in whole or in part, is derived.
 *
 * @param renewed - names of the fields that get a new default, unless `update` has them
 * @throws {@link ValidationError} for a name in `update` that is no field, for a value that is not the field's, for one
 * that the class's class-validator rules refuse, and for a required field that is left out
 */
export function copyModel(
  plan: TracedPlan,
  model: ModelBase,
  options: Copying,
  renewed: ReadonlySet<string>,
  copyNested: CopyNested,
): ModelBase {
  const { deep = false, update = {} } = options;
  const include = options.include && choiceOf(options.include);
  const exclude = excludedOf(plan, options);
  const faults = new Faults(plan.wire);

  const readNew = (field: PlannedField): unknown =>
    faults.at(field.wireName, () => readField(field, (update as Source)[field.property], faults, 'property'));

  const take = (field: PlannedField): Taken => {
    const { property } = field;
    if ((update as Source)[property] !== undefined || renewed.has(property))
      return { value: readNew(field), isGiven: true, isCut: false };
    if (!isChosen(include, exclude, property)) return { value: readNew(field), isGiven: false, isCut: true };
    const parts = { include: partOf(include, property), exclude: partOf(exclude, property) };
    const isCut = parts.include !== undefined || parts.exclude !== undefined;
    const held = (model as unknown as Source)[property] ?? null;
    const copyCut = (): unknown => copyPart(field, held, { ...parts, deep }, faults, copyNested);
    const value = isCut ? faults.at(field.wireName, copyCut) : copyWhole(field, held, deep);
    return { value, isGiven: isSet(plan, model, field), isCut };
  };

  const taken = new Map(plan.fields.map((field) => [field.property, take(field)]));
  for (const name of Object.keys(update)) {
    if (!plan.byProperty.has(name)) faults.at(name, () => faults.add({ code: 'extra' }));
  }
  if (faults.issues.length > 0) throw ValidationError.of(plan.model, faults.issues);

  const copy = blank(plan.model);
  fill(plan, copy, withDerived(plan, taken), givenOf(plan, taken));
  ModelBase.carry(model, copy);
  const broken = options.update === undefined ? [] : applyForeignRules(plan, copy);
  if (broken.length > 0) throw ValidationError.of(plan.model, broken);
  return copy;
}

function withDerived(plan: Plan, taken: ReadonlyMap<string, Taken>): ReadonlyMap<string, unknown> {
  const values = new Map(Array.from(taken, ([property, { value }]) => [property, value]));
  for (const { property, derived } of plan.fields) {
    if (derived === undefined || taken.get(property)?.isCut !== true) continue;
    values.set(property, derived.by(values.get(property), ...derived.from.map((name) => values.get(name) as never)));
  }
  return values;
}

function givenOf(plan: Plan, taken: ReadonlyMap<string, Taken>): FieldSet {
  const given = plan.fields.filter(({ property }) => taken.get(property)?.isGiven);
  return given.reduce((set, { bit }) => withBit(set, bit), emptySet(plan.fields.length));
}

function copyWhole({ kind }: PlannedField, value: unknown, deep: boolean): unknown {
  return value === null ? null : kind.copy(value, deep);
}

/** Copies what is selected of a value. What is wrong with a model inside is reported at its place. */
function copyPart(
  { kind, wireName }: PlannedField,
  value: unknown,
  { deep, ...parts }: Pick<CopyOptions, 'include' | 'exclude' | 'deep'>,
  faults: Faults,
  copyNested: CopyNested,
): unknown {
  const options: Exporting = { ...parts, to: 'memory', json: {}, place: wireName, loc: [] };
  return exportValue(value, kind, options, (nested, { include, exclude, anyName, loc = [] }) => {
    try {
      return copyNested(nested, { include, exclude, anyName, deep });
    } catch (error) {
      if (!(error instanceof ValidationError) || isTooDeep(error)) throw error;
      faults.include(error.issues.map((issue) => ({ ...issue, loc: [...loc, ...issue.loc] })));
      return INVALID;
    }
  });
}
