import { type PrefectBaseModel } from '../index.js';
import { randomName } from './random-name.js';

/**
 * The fields of a model that were given, by their property names, as memory keeps them; a name that is null or nothing
 * becomes a random one.
 */
export function changesOf<M extends PrefectBaseModel & { readonly name: string | null }>(
  model: M,
): Omit<Partial<M>, 'name'> & { readonly name?: string } {
  const names = Object.keys(model.dict({ excludeUnset: true })) as (keyof M)[];
  const { name, ...others } = Object.fromEntries(names.map((each) => [each, model[each]])) as Partial<M>;
  return name === undefined ? others : { ...others, name: model.name || randomName() };
}
