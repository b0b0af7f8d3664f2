import { StateType } from '../../states/index.js';
import { MissingFlowRun } from '../errors.js';
import { ANY_STATE, type TaskRule } from '../rule.js';

/** @source prefect 2.20.25, server/orchestration/core_policy.py, `UpdateFlowRunTrackerOnTasks` */
export const updateFlowRunTrackerOnTasks: TaskRule = {
  name: 'UpdateFlowRunTrackerOnTasks',
  summary: 'A task run that begins keeps which try of its flow run it belongs to',
  from: ANY_STATE,
  to: [StateType.RUNNING],
  after({ run, facts }) {
    if (run.flowRunId === null) return;
    if (!facts.flowRun) throw MissingFlowRun.of(run.id);
    run.flowRunRunCount = facts.flowRun.runCount;
  },
};
