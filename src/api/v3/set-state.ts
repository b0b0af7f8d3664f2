import { Field, types } from '../../index.js';
import {
  OrchestrationResult as OrchestrationResult2,
  StateAbortDetails,
  StateAcceptDetails,
  StateRejectDetails,
  type StateResponseDetails,
  StateWaitDetails,
} from '../../transitions/index.js';
import { State } from '../../v3/index.js';
import { SetState as SetState2 } from '../set-state.js';
import { onPrefect3 } from './on-prefect3.js';

/** What `set_state` takes. @source prefect 3.8.8, server/api/flow_runs.py, `set_flow_run_state` */
export class SetState extends onPrefect3(SetState2) {}

const details = types.union([
  types.nested(() => onPrefect3(StateAcceptDetails)),
  types.nested(() => onPrefect3(StateWaitDetails)),
  types.nested(() => onPrefect3(StateRejectDetails)),
  types.nested(() => onPrefect3(StateAbortDetails)),
]);

/** What became of a proposed state. @source prefect 3.8.8, server/schemas/responses.py, `OrchestrationResult` */
export class OrchestrationResult extends onPrefect3(OrchestrationResult2) {
  @Field.nested(() => State, { nullable: true })
  declare state: State | null;

  @Field.of(details, { description: 'Why the transition went as it did' })
  declare details: StateResponseDetails;
}

/** The models of the states of runs, whatever the kind of run. */
export const STATES = { SetState, Result: OrchestrationResult, State };
