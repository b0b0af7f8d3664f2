import { type State, StateType } from '../../states/index.js';
import { afterSeconds } from '../delays.js';
import { leaseOf, setLease } from '../of-3.js';
import { type FlowRule } from '../rule.js';
import { changedPolicy } from '../run-policy.js';
import { type FlowRunColumns } from '../run.js';
import { type Setting } from '../transition.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `RetryFailedFlows` */
export const retryFailedFlows: FlowRule = {
  name: 'RetryFailedFlows',
  summary: 'A flow run that fails and has retries left awaits one; its pauses are forgotten',
  from: [StateType.RUNNING],
  to: [StateType.FAILED],
  before(transition) {
    if (hasRetriesLeft(transition.run)) transition.reject(retryOf(transition), 'Retrying');
  },
};

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `RetryFailedFlows` */
export const retryFailedFlows3: FlowRule = {
  ...retryFailedFlows,
  summary:
    'A flow run that fails and has retries left awaits one, with its lease; its pauses are forgotten. One that has none left is not retrying',
  before(transition) {
    const { initial, run } = transition;
    if (!hasRetriesLeft(run)) {
      run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { retryType: null });
      return;
    }
    const retry = retryOf(transition);
    setLease(retry, leaseOf(initial));
    transition.reject(retry, 'Retrying');
  },
};

function hasRetriesLeft({ empiricalPolicy: { retries }, runCount }: FlowRunColumns): boolean {
  return retries !== null && runCount <= retries;
}

/** The state that awaits the retry; the run's policy says that it retries. */
function retryOf({ proposed, run, now, stateClass }: Setting<FlowRunColumns>): State {
  const { retryDelay } = run.empiricalPolicy;
  run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { resuming: false, pauseKeys: [], retryType: 'in_process' });
  const { message, data } = proposed;
  return stateClass.awaitingRetry({
    scheduledTime: afterSeconds(now, retryDelay ?? 0),
    message,
    data,
    timestamp: now,
  });
}
