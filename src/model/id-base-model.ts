import { Field } from '../fields/index.js';
import { PrefectBaseModel } from './base-model.js';
import { type AnyModel, type Defaulted, type Unnamed } from './model-types.js';
import { newUuid } from '../text/index.js';

const RESETTABLE: ReadonlySet<string> = new Set(['id']);

/**
 * A model with a random UUID of its own. A copy with `resetFields` gets a new one; `equals` leaves it out.
 *
 * @source prefect 2.20.25, server/utilities/schemas/bases.py, `IDBaseModel`
 */
export abstract class IdBaseModel<
  Self extends AnyModel = Unnamed,
  Own extends AnyModel = Unnamed,
> extends PrefectBaseModel<Self, Own> {
  /** UUID, version 4 when it was made here. */
  @Field.uuid({ default: newUuid, promised: true })
  declare id: Defaulted<string>;

  protected override resettableFields(): ReadonlySet<string> {
    return RESETTABLE;
  }
}
