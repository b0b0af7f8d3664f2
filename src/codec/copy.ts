/* Instance -> another instance of its class, with some values replaced, reset or left out. */
import { Faults, FAULTS } from '../fields/index.js';
import { ValidationError } from '../errors/index.js';
import { type Exporting, exportValue, isSet } from './export.js';
import { emptySet, withBit } from './field-set.js';
import { fill, readField } from './interpret.js';
import { blank } from './model-class.js';
import { type Plan, type PlannedField } from './plan.js';
import { Provenance } from './provenance.js';
import { type Choice, choiceOf, isChosen, partOf, type Selection } from './selection.js';

/** How a copy differs from its original. */
export interface CopyOptions<Fields extends object = object> {
  /** Values by property names; checked as the constructor checks them. They count as set. */
  readonly update?: Partial<Fields> | undefined;
  /** Makes the id (and what else a class resets) anew. @defaultValue false */
  readonly resetFields?: boolean | undefined;
  /** Takes over only these fields; the others take their defaults. */
  readonly include?: Selection | undefined;
  /** Takes over all but these fields; these take their defaults. */
  readonly exclude?: Selection | undefined;
  /** Copies `data` all the way down instead of sharing it. @defaultValue false */
  readonly deep?: boolean | undefined;
}

/** What the copy of a nested model needs; see {@link copyModel}. */
export type CopyNested = (model: Provenance, options: CopyOptions) => Provenance;

type Source = Record<string, unknown>;

/**
 * Copies a model. Nested models are copied too, never shared. Values that are taken over are not checked again, and
 * nothing is settled but what was left out.
 *
 * @throws {@link ValidationError} for a name in `update` that is no field, for a value that is not the field's, and for a
 * required field that is left out
 */
export function copyModel(
  plan: Plan,
  model: Provenance,
  options: CopyOptions,
  reset: ReadonlySet<string>,
  copyNested: CopyNested,
): Provenance {
  const { deep = false, resetFields = false } = options;
  const update = (options.update ?? {}) as Source;
  const include = options.include && choiceOf(options.include);
  const exclude = options.exclude && choiceOf(options.exclude);
  const faults = new Faults();
  const values = new Map<string, unknown>();
  const leftOut: PlannedField[] = [];
  let given = emptySet(plan.fields.length);

  for (const field of plan.fields) {
    const { property } = field;
    const isReset = resetFields && reset.has(property);
    if (update[property] !== undefined || isReset) {
      values.set(
        property,
        faults.at(field.wireName, () => readField(field, update[property], faults, 'property')),
      );
      given = withBit(given, field.bit);
    } else if (isChosen(include, exclude, property)) {
      values.set(
        property,
        takeOver(field, (model as unknown as Source)[property], { include, exclude, deep, copyNested }),
      );
      if (isSet(model, field)) given = withBit(given, field.bit);
    } else {
      values.set(
        property,
        faults.at(field.wireName, () => readField(field, undefined, faults, 'property')),
      );
      leftOut.push(field);
    }
  }
  for (const name of Object.keys(update)) {
    if (!plan.byProperty.has(name)) faults.at(name, () => faults.add(FAULTS.extra));
  }
  if (faults.issues.length > 0) throw ValidationError.of(plan.model, faults.issues);

  for (const { property, settle } of leftOut) {
    if (settle)
      values.set(property, settle.by(values.get(property), ...settle.from.map((name) => values.get(name) as never)));
  }
  const copy = blank(plan.model);
  fill(plan, copy, values, given);
  return copy;
}

interface TakeOver {
  readonly include: Choice | undefined;
  readonly exclude: Choice | undefined;
  readonly deep: boolean;
  readonly copyNested: CopyNested;
}

function takeOver(
  { property, kind }: PlannedField,
  value: unknown,
  { include, exclude, deep, copyNested }: TakeOver,
): unknown {
  if (value === null || value === undefined) return null;
  const parts = { include: partOf(include, property), exclude: partOf(exclude, property) };
  if (parts.include === undefined && parts.exclude === undefined) return kind.copy(value, deep);
  const options: Exporting = { ...parts, to: 'memory', json: {} };
  return exportValue(value, options, (nested, inside) => copyNested(nested, { ...inside, deep }));
}
