import { type DateTime } from 'luxon';

import { Field } from '../fields/index.js';
import {
  type AnyModel,
  type FieldsOf,
  type Ignored,
  type JsonOf,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';
import { readResult } from '../results/index.js';
import { ProposedState } from './proposed-state.js';

/** What a {@link StateCreate} is made of. */
export type StateCreateFields = FieldsOf<StateCreate>;

/** What a proposal has of a state. */
type ProposedFields = Pick<ProposedState, 'type' | 'name' | 'message' | 'data' | 'stateDetails'>;

/** The wire object of a {@link StateCreate}. */
export type StateCreateJson = JsonOf<StateCreate>;

/**
 * What a client sends to propose a state. The server gives the id and the timestamp: both are taken, for older clients,
 * but never written. Names that are no field are refused at the top level.
 *
 * @source prefect 2.20.25, server/schemas/actions.py, `StateCreate`
 */
export class StateCreate<Self extends AnyModel = Unnamed> extends ProposedState<Self, StateCreate> {
  /** Taken and ignored. */
  @Field.dateTime({ default: null, repr: false, ignored: true })
  declare timestamp: Ignored<DateTime> | null;

  /** Taken and ignored. */
  @Field.uuid({ default: null, repr: false, ignored: true })
  declare id: Ignored<string> | null;

  declare static readonly '~standard': StandardModel<StateCreate>;

  /**
   * Makes the proposal of a state. Its `data` goes with it only when it is a result: other values stay in the process
   * that made them.
   *
   * @source prefect 2.20.25, client/schemas/objects.py, `State.to_state_create`
   */
  static fromState({ type, name, message, data, stateDetails }: ProposedFields): StateCreate {
    return new StateCreate({ type, name, message, data: readResult(data), stateDetails });
  }
}
