import { Field } from '../fields/index.js';
import {
  type AnyModel,
  type Defaulted,
  type FieldsOf,
  type JsonOf,
  PrefectBaseModel,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';
import { StateType } from './state-type.js';

/** What a {@link CountByState} is made of. */
export type CountByStateFields = FieldsOf<CountByState>;

/** The wire object of a {@link CountByState}: every type is there. */
export type CountByStateJson = JsonOf<CountByState>;

/**
 * How many runs are in a state of each type.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `CountByState`
 */
export class CountByState<Self extends AnyModel = Unnamed> extends PrefectBaseModel<Self, CountByState> {
  @Field.int({ default: 0 })
  declare COMPLETED: Defaulted<number>;

  @Field.int({ default: 0 })
  declare PENDING: Defaulted<number>;

  @Field.int({ default: 0 })
  declare RUNNING: Defaulted<number>;

  @Field.int({ default: 0 })
  declare FAILED: Defaulted<number>;

  @Field.int({ default: 0 })
  declare CANCELLED: Defaulted<number>;

  @Field.int({ default: 0 })
  declare CRASHED: Defaulted<number>;

  @Field.int({ default: 0 })
  declare PAUSED: Defaulted<number>;

  @Field.int({ default: 0 })
  declare CANCELLING: Defaulted<number>;

  @Field.int({ default: 0 })
  declare SCHEDULED: Defaulted<number>;

  declare static readonly '~standard': StandardModel<CountByState>;

  /** A subclass can count only what is a type of state. */
  static override checkField(wireName: string): string | null {
    return Object.hasOwn(StateType, wireName) ? null : `${wireName} is not a valid StateType`;
  }
}
