import { StateType } from '../../states/index.js';
import { type TaskRule } from '../rule.js';

/** @source prefect 3.8.8, server/orchestration/core_policy.py, `CopyTaskParametersID` */
export const copyTaskParametersId: TaskRule = {
  name: 'CopyTaskParametersID',
  summary: 'A state keeps the `task_parameters_id` of the state before it, unless it has one of its own',
  from: [StateType.SCHEDULED, StateType.PENDING],
  to: [StateType.PENDING, StateType.RUNNING],
  before({ initial, proposed }) {
    proposed.stateDetails.taskParametersId ??= initial!.stateDetails.taskParametersId;
  },
};
