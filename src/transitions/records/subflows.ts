import { renewed } from '../renewed.js';
import { type FlowRule } from '../rule.js';
import { type FlowRunColumns } from '../run.js';
import { keeps } from './record.js';

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateSubflowParentTask` */
export const updateSubflowParentTask: FlowRule = keeps<FlowRunColumns>(
  'UpdateSubflowParentTask',
  'Brings the task run that stands for a subflow into the same state',
  {
    after({ run, proposed, effects, now }) {
      if (run.parentTaskRunId === null) return;
      const state = renewed(proposed, now);
      state.stateDetails.childFlowRunId = run.id;
      effects.push({ type: 'setTaskRunState', taskRunId: run.parentTaskRunId, state });
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `UpdateSubflowStateDetails` */
export const updateSubflowStateDetails: FlowRule = keeps<FlowRunColumns>(
  'UpdateSubflowStateDetails',
  'Writes the task run that stands for a subflow into its state',
  {
    before({ run, proposed }) {
      if (run.parentTaskRunId !== null) proposed.stateDetails.taskRunId = run.parentTaskRunId;
    },
  },
);
