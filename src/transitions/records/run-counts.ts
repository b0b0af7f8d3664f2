import { type FlowRule, type TaskRule } from '../rule.js';
import { changedPolicy } from '../run-policy.js';
import { type FlowRunColumns, type TaskRunColumns } from '../run.js';
import { keeps } from './record.js';

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementFlowRunCount` */
export const incrementFlowRunCount: FlowRule = keeps<FlowRunColumns>(
  'IncrementFlowRunCount',
  'Counts how often the flow run has begun to run; to go on after a pause is not to begin',
  {
    before({ run, proposed }) {
      if (proposed.isRunning() && run.empiricalPolicy.resuming !== true) run.runCount += 1;
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `RemoveResumingIndicator` */
export const removeResumingIndicator: FlowRule = keeps<FlowRunColumns>(
  'RemoveResumingIndicator',
  'Takes the mark of a resuming flow run away once it runs, or has ended',
  {
    before({ run, proposed }) {
      if (!run.empiricalPolicy.resuming || !(proposed.isRunning() || proposed.isFinal())) return;
      run.empiricalPolicy = changedPolicy(run.empiricalPolicy, { resuming: false });
    },
  },
);

/** @source prefect 2.20.25, server/orchestration/global_policy.py, `IncrementTaskRunCount` */
export const incrementTaskRunCount: TaskRule = keeps<TaskRunColumns>(
  'IncrementTaskRunCount',
  'Counts how often the task run has begun to run',
  {
    before({ run, proposed }) {
      if (proposed.isRunning()) run.runCount += 1;
    },
  },
);
