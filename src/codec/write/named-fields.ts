/* The fields of a model as an object, under either of their names. */
import { type Plan, type PlannedField } from '../plan/plan.js';
import { type ModelBase } from '../plan/model-base.js';

type Fields = Record<string, unknown>;

/** Gives what stands for the value of a field. */
export type PartOf = (field: PlannedField, value: unknown) => unknown;

/** The values of a model by wire names, as an input for another class. */
export function wireFields(plan: Plan, model: ModelBase, partOf: PartOf): Fields {
  const held = model as unknown as Fields;
  return Object.fromEntries(plan.written.map((field) => [field.wireName, partOf(field, held[field.property])]));
}

/** What a model is compared by: its fields by property names, apart from some. */
export function comparedFields(plan: Plan, model: ModelBase, leftOut: ReadonlySet<string>): Fields {
  const held = model as unknown as Fields;
  const compared = plan.written.filter(({ property }) => !leftOut.has(property));
  return Object.fromEntries(compared.map(({ property }) => [property, held[property]]));
}
