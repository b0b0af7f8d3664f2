import { type FlowRule, type TaskRule } from '../rule.js';
import { type FlowRunColumns, type TaskRunColumns } from '../run.js';
import { keeps } from './record.js';

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails` */
export const updateFlowStateDetails: FlowRule = keeps<FlowRunColumns>(
  'UpdateStateDetails',
  "Writes the flow run's id into the state",
  {
    before({ run, proposed }) {
      proposed.stateDetails.flowRunId = run.id;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateStateDetails` */
export const updateTaskStateDetails: TaskRule = keeps<TaskRunColumns>(
  'UpdateStateDetails',
  'Writes the ids of the task run and its flow run into the state',
  {
    before({ run, proposed }) {
      proposed.stateDetails.flowRunId = run.flowRunId;
      proposed.stateDetails.taskRunId = run.id;
    },
  },
);
