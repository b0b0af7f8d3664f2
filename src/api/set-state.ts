import { Field, PrefectBaseModel, StateCreate } from '../index.js';

/** What `set_state` takes. @source prefect 2.20.25, server/api/flow_runs.py, `set_flow_run_state` */
export class SetState extends PrefectBaseModel {
  // the names of a route's parameters: more of them are never refused
  static override readonly extra = 'ignore';

  @Field.nested(() => StateCreate, { description: 'The intended state.' })
  declare state: StateCreate;

  @Field.bool({ default: false, description: 'Whether the rules of orchestration are passed over.' })
  declare force: boolean;
}
