import { Field, prefect3 } from '../fields/index.js';
import {
  type AnyModel,
  type Defaulted,
  type FieldsOf,
  type JsonOf,
  type StandardModel,
  type Unnamed,
} from '../model/index.js';
import { ProposedState } from '../states/index.js';
import { StateDetails } from './state-details.js';

/** What a {@link StateCreate} is made of. */
export type StateCreateFields = FieldsOf<StateCreate>;

/** What a proposal has of a state. */
type ProposedFields = Pick<StateCreate, 'type' | 'name' | 'message' | 'data' | 'stateDetails'>;

/** The wire object of a {@link StateCreate}. */
export type StateCreateJson = JsonOf<StateCreate>;

/**
 * What a client sends to propose a state. Names that are no field are refused at the top level, `id` and `timestamp` too:
 * the server gives them.
 *
 * @source prefect 3.8.8, server/schemas/actions.py, `StateCreate`
 */
export class StateCreate<Self extends AnyModel = Unnamed> extends ProposedState<Self, StateCreate> {
  static override readonly wire = prefect3;
  static override readonly description: string = 'Data used by the Prefect REST API to create a new state.';

  /** What else is known of it. */
  @Field.nested(() => StateDetails, {
    default: () => StateDetails.parse({}),
    description: 'The details of the state to create',
  })
  declare stateDetails: Defaulted<StateDetails>;

  declare static readonly '~standard': StandardModel<StateCreate>;

  /**
   * Makes the proposal of a state, with its `data`.
   *
   * @source prefect 3.8.8, server/schemas/states.py, `State.to_state_create`
   */
  static fromState({ type, name, message, data, stateDetails }: ProposedFields): StateCreate {
    return new StateCreate({ type, name, message, data, stateDetails });
  }
}
