import { StateType } from '../../states/index.js';
import { type OrchestrationRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `CopyScheduledTime` */
export const copyScheduledTime: OrchestrationRule = {
  name: 'CopyScheduledTime',
  summary: 'A pending state keeps the scheduled time of the state before it, unless it has one of its own',
  from: [StateType.SCHEDULED],
  to: [StateType.PENDING],
  before({ initial, proposed }) {
    proposed.stateDetails.scheduledTime ??= initial!.stateDetails.scheduledTime;
  },
};
