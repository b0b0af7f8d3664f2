import { StateType } from '../../states/index.js';
import { OrchestrationError } from '../errors.js';
import { isOf3 } from '../of-3.js';
import { isUnpersisted } from '../result-data.js';
import { ANY_STATE, type TaskRule } from '../rule.js';

/**
 * The queue itself is the table of task runs.
 *
 * @source prefect 3.8.8, server/orchestration/core_policy.py, `EnqueueScheduledTasks`
 */
export const enqueueScheduledTasks: TaskRule = {
  name: 'EnqueueScheduledTasks',
  summary: 'A background task is scheduled without data; the rule fails for one that has some',
  from: ANY_STATE,
  to: [StateType.SCHEDULED],
  after({ proposed }) {
    const { data } = proposed!;
    if (!isOf3(proposed!) || proposed.stateDetails.deferred !== true) return;
    if (data !== null && !isUnpersisted(data)) throw OrchestrationError.dataInQueue();
  },
};
