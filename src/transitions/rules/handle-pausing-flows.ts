import { newUuid } from '../../text/index.js';
import { type State, StateType } from '../../states/index.js';
import { ANY_STATE, type FlowRule } from '../rule.js';
import { changedPolicy } from '../run-policy.js';

/** What the answer calls a pause. @internal */
export function verbOf(proposed: State): 'suspend' | 'pause' {
  return proposed.name === 'Suspended' ? 'suspend' : 'pause';
}

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `HandlePausingFlows` */
export const handlePausingFlows: FlowRule<string> = {
  name: 'HandlePausingFlows',
  summary:
    'Only a running flow run pauses, once for each key; to leave its process it needs a deployment, and no parent',
  from: ANY_STATE,
  to: [StateType.PAUSED],
  before(transition) {
    const { initial, proposed, run } = transition;
    const { pauseKey, pauseReschedule } = proposed.stateDetails;
    const verb = verbOf(proposed);
    const key = pauseKey ?? newUuid();
    if (initial === null) transition.abort(`Cannot ${verb} flows with no state.`);
    else if (!initial.isRunning()) transition.reject(null, `Cannot ${verb} flows that are not currently running.`);
    else if (run.empiricalPolicy.pauseKeys?.includes(key) === true) {
      transition.reject(null, `This ${verb} has already fired.`);
    } else if (pauseReschedule && run.parentTaskRunId) transition.abort(`Cannot ${verb} subflows.`);
    else if (pauseReschedule && run.deploymentId === null) {
      transition.abort(`Cannot ${verb} flows without a deployment.`);
    }
    return key;
  },
  after({ run }, key) {
    run.empiricalPolicy = changedPolicy(run.empiricalPolicy, {
      pauseKeys: [...(run.empiricalPolicy.pauseKeys ?? []), key],
    });
  },
};
