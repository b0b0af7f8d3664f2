import { StateType } from '../../states/index.js';
import { type FlowRule } from '../rule.js';

/**
 * A cancelling run waits for its infrastructure to be taken down. Where there is none, it would wait forever.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `BypassCancellingFlowRunsWithNoInfra`
 */
export const bypassCancellingFlowRunsWithNoInfra: FlowRule = {
  name: 'BypassCancellingFlowRunsWithNoInfra',
  summary: 'A flow run without infrastructure that is to be cancelled is cancelled at once',
  from: [StateType.SCHEDULED, StateType.PAUSED],
  to: [StateType.CANCELLING],
  before(transition) {
    const { initial, run, now, stateClass } = transition;
    const cancelled = (kind: string): void => {
      const reason = `${kind} flow run has no infrastructure to terminate.`;
      transition.reject(stateClass.cancelled({ timestamp: now }), reason);
    };
    if ((initial!.isScheduled() && !run.infrastructurePid) || initial!.name === 'Resuming') cancelled('Scheduled');
    else if (initial!.isPaused() && initial.stateDetails.pauseReschedule) cancelled('Suspended');
  },
};
