import { type PrefectBaseModel } from '../../index.js';

/** The fields of a model that were given, by their property names, as memory keeps them. */
export function givenOf<M extends PrefectBaseModel>(model: M): Partial<M> {
  const names = Object.keys(model.dict({ excludeUnset: true })) as (keyof M)[];
  return Object.fromEntries(names.map((name) => [name, model[name]])) as Partial<M>;
}
