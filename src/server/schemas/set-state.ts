import { Field, PrefectBaseModel, State, StateCreate } from '../../index.js';

/** What `set_state` takes. @source prefect 2.20.25, server/api/flow_runs.py, `set_flow_run_state` */
export class SetState extends PrefectBaseModel {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @Field.nested(() => StateCreate, { description: 'The intended state.' })
  declare state: StateCreate;

  @Field.bool({ default: false, description: 'Whether the rules of orchestration are passed over.' })
  declare force: boolean;
}

/** Why a transition went as it did. @source prefect 2.20.25, server/schemas/responses.py, `StateAcceptDetails` */
export class StateAcceptDetails extends PrefectBaseModel {
  @Field.enum({ accept_details: 'accept_details' }, { default: 'accept_details' })
  declare type: 'accept_details';
}

/** What `set_state` answers. @source prefect 2.20.25, server/schemas/responses.py, `OrchestrationResult` */
export class OrchestrationResult extends PrefectBaseModel {
  @Field.nested(() => State, { default: null })
  declare state: State | null;

  @Field.enum({ ACCEPT: 'ACCEPT', REJECT: 'REJECT', ABORT: 'ABORT', WAIT: 'WAIT' })
  declare status: 'ACCEPT' | 'REJECT' | 'ABORT' | 'WAIT';

  @Field.nested(() => StateAcceptDetails, { default: () => new StateAcceptDetails({}) })
  declare details: StateAcceptDetails;
}
