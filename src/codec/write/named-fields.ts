/* The fields of a model as an object, under either of their names. */
import { exportModel, type ForModel } from './selected.js';
import { type Plan, type PlannedField, type TracedPlan } from '../plan/plan.js';
import { type ModelBase } from '../plan/model-base.js';

type Fields = Record<string, unknown>;

/**
 * The values of a model by wire names, as an input for another class. A request (`dropsIgnored`) gives its nested models as
 * plain objects: then all that they hold counts as given.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `ActionBaseModel.__iter__`
 */
export function wireFields(plan: TracedPlan, model: ModelBase, forModel: ForModel): Fields {
  if (plan.model.dropsIgnored) return exportModel(plan, model, { to: 'input', json: {}, place: '' }, forModel);
  return fieldsOf(plan.written, model, 'wireName');
}

/** What a model is compared by: its fields by property names, apart from some. */
export function comparedFields(plan: Plan, model: ModelBase, leftOut: ReadonlySet<string>): Fields {
  return fieldsOf(
    plan.written.filter(({ property }) => !leftOut.has(property)),
    model,
    'property',
  );
}

function fieldsOf(fields: readonly PlannedField[], model: ModelBase, name: 'property' | 'wireName'): Fields {
  return Object.fromEntries(fields.map((field) => [field[name], (model as unknown as Fields)[field.property]]));
}
