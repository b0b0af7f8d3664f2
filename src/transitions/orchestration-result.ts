import { Field } from '../fields/index.js';
import { PrefectBaseModel } from '../model/index.js';
import { State } from '../states/index.js';
import { responseDetails, type StateResponseDetails } from './response-details.js';

/**
 * What became of a proposed state.
 *
 * @source prefect 2.20.25, server/schemas/responses.py, `SetStateStatus`
 */
export const SetStateStatus = {
  /** It was set, perhaps with another name. */
  ACCEPT: 'ACCEPT',
  /** Another state was set, or none: the run goes on with the one in the answer. */
  REJECT: 'REJECT',
  /** None was set, and the run must not go on. */
  ABORT: 'ABORT',
  /** None was set; it may be proposed again after a while. */
  WAIT: 'WAIT',
} as const;

/** One of the ways that a proposed state can go. */
export type SetStateStatus = (typeof SetStateStatus)[keyof typeof SetStateStatus];

/** What `set_state` answers. @source prefect 2.20.25, server/schemas/responses.py, `OrchestrationResult` */
export class OrchestrationResult extends PrefectBaseModel<OrchestrationResult> {
  /** The state that the run is in now; null for a run in none. */
  @Field.nested(() => State, { default: null })
  declare state: State | null;

  @Field.enum(SetStateStatus)
  declare status: SetStateStatus;

  @Field.of(responseDetails, { description: 'Why the transition went as it did' })
  declare details: StateResponseDetails;
}
