import { Field, prefect3, wireOf } from '../fields/index.js';
import { type AnyModel, type Defaulted, type Unnamed } from '../model/index.js';
import { newUuid7 } from '../text/index.js';
import * as states from '../states/index.js';

/**
 * A model that goes into a state's row. Each {@link State} of this wire is one, although its class extends the other wire's
 * `State`: `instanceof` asks for the wire.
 *
 * @source prefect 3.8.8, server/schemas/states.py, `StateBaseModel`
 */
export abstract class StateBaseModel<Self extends AnyModel = Unnamed> extends states.StateBaseModel<Self> {
  static override readonly wire = prefect3;

  /** UUID, version 7 when it was made here: later ones are greater. */
  @Field.uuid({ default: () => newUuid7(), promised: true })
  declare id: Defaulted<string>;

  static {
    Object.defineProperty(this, Symbol.hasInstance, {
      value(this: unknown, value: unknown): boolean {
        // a class derived from it keeps the ordinary meaning
        if (this !== StateBaseModel) return Function.prototype[Symbol.hasInstance].call(this as () => void, value);
        return value instanceof states.StateBaseModel && wireOf(value) === prefect3;
      },
    });
  }
}
