import { Field, types } from '../fields/index.js';
import { type Defaulted, PrefectBaseModel } from '../model/index.js';
import { State } from '../states/index.js';

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

/** The details of an accepted state. @source prefect 2.20.25, server/schemas/responses.py, `StateAcceptDetails` */
export class StateAcceptDetails extends PrefectBaseModel<StateAcceptDetails> {
  @Field.literal(['accept_details'], { default: 'accept_details' })
  declare type: Defaulted<'accept_details'>;
}

/** Why another state, or none, was set. @source prefect 2.20.25, server/schemas/responses.py, `StateRejectDetails` */
export class StateRejectDetails extends PrefectBaseModel<StateRejectDetails> {
  @Field.literal(['reject_details'], { default: 'reject_details' })
  declare type: Defaulted<'reject_details'>;

  @Field.string({ default: null, description: 'Why the state was rejected' })
  declare reason: string | null;
}

/** Why the run must stop. @source prefect 2.20.25, server/schemas/responses.py, `StateAbortDetails` */
export class StateAbortDetails extends PrefectBaseModel<StateAbortDetails> {
  @Field.literal(['abort_details'], { default: 'abort_details' })
  declare type: Defaulted<'abort_details'>;

  @Field.string({ default: null, description: 'Why the transition was aborted' })
  declare reason: string | null;
}

/** How long to wait before the state is proposed again. @source prefect 2.20.25, server/schemas/responses.py, `StateWaitDetails` */
export class StateWaitDetails extends PrefectBaseModel<StateWaitDetails> {
  @Field.literal(['wait_details'], { default: 'wait_details' })
  declare type: Defaulted<'wait_details'>;

  @Field.int({ description: 'Whole seconds to wait before the transition is proposed again' })
  declare delaySeconds: number;

  @Field.string({ default: null, description: 'Why the transition must wait' })
  declare reason: string | null;
}

/** Why a transition went as it did. */
export type StateResponseDetails = StateAcceptDetails | StateRejectDetails | StateAbortDetails | StateWaitDetails;

/** The kind of a field that holds any of these details. */
const responseDetails = types.union([
  types.nested(() => StateAcceptDetails),
  types.nested(() => StateWaitDetails),
  types.nested(() => StateRejectDetails),
  types.nested(() => StateAbortDetails),
]);

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
