import { Field } from '../fields/index.js';
import { PrefectBaseModel } from '../model/index.js';
import { State } from '../states/index.js';
import { responseDetails, type StateResponseDetails } from './response-details.js';

/**
 * The answer to a proposed state.
 *
 * @source prefect 2.20.25, server/schemas/responses.py, `SetStateStatus`
 */
export const SetStateStatus = {
  /** The state was set, perhaps under another name. */
  ACCEPT: 'ACCEPT',
  /** Another state was set, or none: the run continues with the one in the answer. */
  REJECT: 'REJECT',
  /** No state was set, and the run must stop. */
  ABORT: 'ABORT',
  /** No state was set; propose it again later. */
  WAIT: 'WAIT',
} as const;

/** One of the answers to a proposed state. */
export type SetStateStatus = (typeof SetStateStatus)[keyof typeof SetStateStatus];

/** What `set_state` answers. @source prefect 2.20.25, server/schemas/responses.py, `OrchestrationResult` */
export class OrchestrationResult extends PrefectBaseModel<OrchestrationResult> {
  /** The state that the run is in now; null for a run without a state. */
  @Field.nested(() => State, { default: null })
  declare state: State | null;

  @Field.enum(SetStateStatus)
  declare status: SetStateStatus;

  @Field.of(responseDetails, { description: 'Why the transition went as it did' })
  declare details: StateResponseDetails;
}
