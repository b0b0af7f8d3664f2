import { PrefectBaseModel } from './base-model.js';
import { type AnyModel, type Unnamed } from './model-types.js';

/**
 * A model of what a client may ask for: names that are no field are always refused, and fields marked `ignored` are
 * taken but never written.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `ActionBaseModel`
 */
export abstract class ActionBaseModel<
  Self extends AnyModel = Unnamed,
  Own extends AnyModel = Unnamed,
> extends PrefectBaseModel<Self, Own> {
  static override readonly extra = 'forbid';
  static override readonly dropsIgnored = true;
}
