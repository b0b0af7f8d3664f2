/*
 * The slow walk: object -> instance by plain code, with every lenient form of the reference and all issues. It runs when
 * the compiled walk answers INVALID, and always where code must not be generated.
 */
import { Faults, INVALID, type Naming, readKey } from '../../fields/index.js';
import { emptySet, type FieldSet, withBit } from '../plan/field-set.js';
import { type Plan, type PlannedField, type TracedPlan } from '../plan/plan.js';
import { type ModelBase } from '../plan/model-base.js';

/**
 * Fills a blank instance from an object. With faults, the instance stays blank.
 *
 * @returns whether it found no fault
 */
export function interpret(plan: TracedPlan, model: ModelBase, input: object, faults: Faults, naming: Naming): boolean {
  const before = faults.issues.length;
  let given = emptySet(plan.fields.length);
  const values = new Map<string, unknown>();
  for (const field of plan.fields) {
    const raw = readKey(input, naming === 'wire' ? field.wireName : field.property);
    const value = faults.at(field.wireName, () => readField(field, raw, faults, naming));
    if (value !== INVALID) values.set(field.property, value);
    if (raw !== undefined) given = withBit(given, field.bit);
  }
  if (plan.forbidsExtras) reportExtras(plan, input, faults, naming);
  if (faults.issues.length > before) return false;
  const made = plan.wire.countsFilledIn ? madeOf(plan, values) : undefined;
  derive(plan, values);
  fill(plan, model, values, given, made);
  return true;
}

/** One field's value out of what was given for it; undefined counts as not given. */
export function readField(field: PlannedField, raw: unknown, faults: Faults, naming: Naming): unknown {
  if (raw === undefined) return field.required ? faults.add({ code: 'missing' }) : field.makeDefault();
  if (raw === null) return field.nullable ? null : faults.addNull(field.kind, naming);
  const value = field.kind.interpret(raw, faults, naming);
  if (value === INVALID || field.check === undefined) return value;
  const fault = field.check(value);
  return fault === null ? value : faults.add(fault);
}

function reportExtras(plan: Plan, input: object, faults: Faults, naming: Naming): void {
  const known = naming === 'wire' ? plan.byWireName : plan.byProperty;
  const extras = Object.keys(input).filter((key) => !known.has(key));
  if (plan.wire.sortsExtras) extras.sort(byCodePoint);
  for (const key of extras) faults.at(key, () => faults.add({ code: 'extra' }));
}

/** Python sorts by code points, JavaScript by UTF-16 units. */
function byCodePoint(left: string, right: string): number {
  const [points, others] = [Array.from(left), Array.from(right)];
  const at = points.findIndex((point, index) => point !== others[index]);
  return at < 0 ? points.length - others.length : points[at]!.codePointAt(0)! - (others[at]?.codePointAt(0) ?? -1);
}

function derive(plan: Plan, values: Map<string, unknown>): void {
  for (const { property, derived } of plan.fields) {
    if (derived === undefined) continue;
    const others = derived.from.map((name) => values.get(name) as never);
    values.set(property, derived.by(values.get(property), ...others));
  }
}

/** Writes values into a blank instance, in the order of the fields, and notes where they come from. */
export function fill(
  plan: TracedPlan,
  model: ModelBase,
  values: ReadonlyMap<string, unknown>,
  given: FieldSet,
  made: readonly unknown[] = madeOf(plan, values),
): void {
  const target = model as unknown as Record<string, unknown>;
  // before the fields: at the end of many it would cost
  plan.trace.remember(model, given, made.length === 0 ? null : made);
  for (const { property } of plan.fields) target[property] = values.get(property);
}

/** What fills the fields whose default is made each time. */
function madeOf({ remembered }: Plan, values: ReadonlyMap<string, unknown>): unknown[] {
  return remembered.map(({ property }) => values.get(property));
}
