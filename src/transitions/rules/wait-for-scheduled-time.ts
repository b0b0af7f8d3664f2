import { StateType } from '../../states/index.js';
import { secondsUntil } from '../delays.js';
import { type OrchestrationRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `WaitForScheduledTime` */
export const waitForScheduledTime: OrchestrationRule = {
  name: 'WaitForScheduledTime',
  summary: 'A run does not begin before its scheduled time',
  from: [StateType.SCHEDULED, StateType.PENDING],
  to: [StateType.RUNNING],
  before(transition) {
    const { scheduledTime } = transition.initial!.stateDetails;
    if (scheduledTime === null) return;
    const seconds = secondsUntil(scheduledTime, transition.now);
    if (seconds > 0) transition.wait(seconds, 'Scheduled time is in the future');
  },
};
