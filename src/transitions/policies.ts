import { incrementFlowRunCount, incrementTaskRunCount, removeResumingIndicator } from './records/run-counts.js';
import {
  incrementRunTime,
  setEndTime,
  setExpectedStartTime,
  setNextScheduledStartTime,
  setStartTime,
} from './records/run-times.js';
import { keepStatesInOrder, setRunStateName, setRunStateTimestamp, setRunStateType } from './records/state-columns.js';
import { updateFlowStateDetails, updateTaskStateDetails } from './records/state-details.js';
import { updateSubflowParentTask, updateSubflowStateDetails } from './records/subflows.js';
import { type Policy, type Rule } from './rule.js';
import { copyScheduledTime } from './rules/copy-scheduled-time.js';
import { type FlowRunColumns, type Run, type TaskRunColumns } from './run.js';

/** The rules of flow runs. @source prefect 2.20.25, server/orchestration/core_policy.py, `CoreFlowPolicy` */
export const CORE_FLOW_POLICY: Policy<FlowRunColumns> = [copyScheduledTime];

/** The rules of task runs. @source prefect 2.20.25, server/orchestration/core_policy.py, `CoreTaskPolicy` */
export const CORE_TASK_POLICY: Policy<TaskRunColumns> = [copyScheduledTime];

/** The rules of task runs without a flow run. @source prefect 2.20.25, server/orchestration/core_policy.py, `AutonomousTaskPolicy` */
export const AUTONOMOUS_TASK_POLICY: Policy<TaskRunColumns> = [copyScheduledTime];

/** The rules that hold of a flow run's forced state. @source prefect 2.20.25, server/orchestration/core_policy.py, `MinimalFlowPolicy` */
export const MINIMAL_FLOW_POLICY: Policy<FlowRunColumns> = [];

/** The rules that hold of a task run's forced state. @source prefect 2.20.25, server/orchestration/core_policy.py, `MinimalTaskPolicy` */
export const MINIMAL_TASK_POLICY: Policy<TaskRunColumns> = [];

const COMMON: readonly Rule[] = [
  keepStatesInOrder,
  setRunStateType,
  setRunStateName,
  setRunStateTimestamp,
  setStartTime,
  setEndTime,
  incrementRunTime,
  setExpectedStartTime,
  setNextScheduledStartTime,
];

/**
 * The rules that keep a flow run's columns, behind every policy.
 *
 * @source prefect 2.20.25, server/orchestration/global_policy.py, `GlobalFlowPolicy`
 */
export const GLOBAL_FLOW_POLICY: Policy<FlowRunColumns> = [
  ...COMMON,
  updateFlowStateDetails,
  updateSubflowParentTask,
  updateSubflowStateDetails,
  incrementFlowRunCount,
  removeResumingIndicator,
];

/**
 * The rules that keep a task run's columns, behind every policy.
 *
 * @source prefect 2.20.25, server/orchestration/global_policy.py, `GlobalTaskPolicy`
 */
export const GLOBAL_TASK_POLICY: Policy<TaskRunColumns> = [...COMMON, updateTaskStateDetails, incrementTaskRunCount];

/** Tells the kinds of runs apart. @internal */
export function isTaskRun(run: Readonly<Run>): run is TaskRunColumns {
  return 'flowRunId' in run;
}

/** The rules that the reference asks about a run, global ones last. A task run without a flow run is never passed over. @internal */
export function policyFor(run: Readonly<Run>, force: boolean): Policy<FlowRunColumns> | Policy<TaskRunColumns> {
  if (!isTaskRun(run)) return force ? MINIMAL_FLOW_POLICY : CORE_FLOW_POLICY;
  if (run.flowRunId === null) return AUTONOMOUS_TASK_POLICY;
  return force ? MINIMAL_TASK_POLICY : CORE_TASK_POLICY;
}

/** The rules that keep a run's columns. @internal */
export function globalPolicyFor(run: Readonly<Run>): Policy<FlowRunColumns> | Policy<TaskRunColumns> {
  return isTaskRun(run) ? GLOBAL_TASK_POLICY : GLOBAL_FLOW_POLICY;
}
