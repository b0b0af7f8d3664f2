import { markInert } from '../codec/index.js';
import { Field, givesWire } from '../fields/index.js';
import { PrefectBaseModel, type StandardProps } from '../model/index.js';
import { StateType } from './state-type.js';

/** What a {@link CountByState} is made of. */
export type CountByStateFields = Partial<Record<StateType, number>>;

/** The wire object of a {@link CountByState}: every type is there. */
export type CountByStateJson = Record<StateType, number>;

/**
 * How many runs are in a state of each type.
 *
 * @source prefect 2.20.25, server/schemas/states.py, `CountByState`
 */
export class CountByState extends PrefectBaseModel {
  @Field.int({ default: 0 })
  declare COMPLETED: number;

  @Field.int({ default: 0 })
  declare PENDING: number;

  @Field.int({ default: 0 })
  declare RUNNING: number;

  @Field.int({ default: 0 })
  declare FAILED: number;

  @Field.int({ default: 0 })
  declare CANCELLED: number;

  @Field.int({ default: 0 })
  declare CRASHED: number;

  @Field.int({ default: 0 })
  declare PAUSED: number;

  @Field.int({ default: 0 })
  declare CANCELLING: number;

  @Field.int({ default: 0 })
  declare SCHEDULED: number;

  declare static readonly '~standard': StandardProps<CountByState>;

  constructor(fields: CountByStateFields) {
    super(fields);
  }

  /** A subclass can count only what is a type of state. */
  static override checkField(wireName: string): string | null {
    return Object.hasOwn(StateType, wireName) ? null : `${wireName} is not a valid StateType`;
  }

  @givesWire
  override toJSON(): CountByStateJson {
    return super.toJSON() as CountByStateJson;
  }
}
markInert(CountByState);
