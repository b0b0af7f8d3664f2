import { Field, types } from '../fields/index.js';
import { type Defaulted, PrefectBaseModel } from '../model/index.js';

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

/** The kind of a field that holds any of these details. @internal */
export const responseDetails = types.union([
  types.nested(() => StateAcceptDetails),
  types.nested(() => StateWaitDetails),
  types.nested(() => StateRejectDetails),
  types.nested(() => StateAbortDetails),
]);
