import { StateType } from '../../states/index.js';
import { afterSeconds } from '../delays.js';
import { type FlowRule } from '../rule.js';
import { changedPolicy } from '../run-policy.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `RetryFailedFlows` */
export const retryFailedFlows: FlowRule = {
  name: 'RetryFailedFlows',
  summary: 'A flow run that fails and has retries left awaits one; its pauses are forgotten',
  from: [StateType.RUNNING],
  to: [StateType.FAILED],
  before(transition) {
    const { proposed, run, now, stateClass } = transition;
    const { retries, retryDelay } = run.empiricalPolicy;
    if (retries === null || run.runCount > retries) return;
    run.empiricalPolicy = changedPolicy(run.empiricalPolicy, {
      resuming: false,
      pauseKeys: [],
      retryType: 'in_process',
    });
    const { message, data } = proposed;
    const scheduledTime = afterSeconds(now, retryDelay ?? 0);
    transition.reject(stateClass.awaitingRetry({ scheduledTime, message, data, timestamp: now }), 'Retrying');
  },
};
