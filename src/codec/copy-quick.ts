/*
 * The copy that nearly everyone asks for: of a whole model, some values replaced by canonical ones. It answers null for
 * everything else, without saying why: then `copyModel` runs, which knows it all and makes the issues.
 */
import { INVALID } from '../fields/index.js';
import { type Compiled } from './compiled.js';
import { type CopyOptions } from './copy.js';
import { emptySet, type FieldSet, withBit } from './field-set.js';
import { type Plan, type PlannedField } from './plan.js';
import { Provenance } from './provenance.js';

type Fields = Record<string, unknown>;

/** Copies a whole model and puts canonical values into the copy; null where more is asked for, or something is wrong. */
export function copyQuick(
  plan: Plan,
  compiled: Compiled | null,
  model: Provenance,
  options: CopyOptions,
  reset: ReadonlySet<string>,
): Provenance | null {
  const { update, resetFields, include, exclude, deep } = options;
  if (compiled === null || include || exclude || deep === true || plan.hasForeignRules) return null;
  const copy = compiled.copy(model) as Provenance;
  Provenance.carry(model, copy);
  const given = (update as Fields | undefined) ?? {};
  const updated = replace(plan, copy, given);
  const made = resetFields === true ? makeAnew(plan, copy, reset, given) : updated;
  if (updated === null || made === null) return null;
  plan.trace.give(copy, updated);
  plan.trace.give(copy, made);
  return copy;
}

/** Puts values into a copy; gives the set of their fields, or null when one is not canonical. */
function replace(plan: Plan, copy: Provenance, update: Fields): FieldSet | null {
  let given = emptySet(plan.fields.length);
  for (const name in update) {
    const value = update[name];
    const field = plan.byProperty.get(name);
    if (field === undefined) return null;
    if (value === undefined) continue;
    const taken = takeCanonical(field, value);
    if (taken === INVALID) return null;
    (copy as unknown as Fields)[name] = taken;
    given = withBit(given, field.bit);
  }
  return given;
}

function takeCanonical(field: PlannedField, value: unknown): unknown {
  if (field.check !== undefined) return INVALID;
  if (value === null) return field.nullable ? null : INVALID;
  return field.kind.accept(value, 'property');
}

/** Gives fields their defaults anew, but for those that are replaced. */
function makeAnew(plan: Plan, copy: Provenance, reset: ReadonlySet<string>, update: Fields): FieldSet | null {
  let given = emptySet(plan.fields.length);
  for (const name of reset) {
    const field = plan.byProperty.get(name);
    if (field === undefined || update[name] !== undefined) continue;
    if (field.required) return null;
    (copy as unknown as Fields)[name] = field.makeDefault();
    given = withBit(given, field.bit);
  }
  return given;
}
