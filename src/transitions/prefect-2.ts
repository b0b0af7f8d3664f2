import {
  incrementFlowRunCount,
  incrementRunTime,
  incrementTaskRunCount,
  keepStatesInOrder,
  removeResumingIndicator,
  setEndTime,
  setExpectedStartTime,
  setNextScheduledStartTime,
  setRunStateName,
  setRunStateTimestamp,
  setRunStateType,
  setStartTime,
  updateFlowStateDetails,
  updateSubflowParentTask,
  updateSubflowStateDetails,
  updateTaskStateDetails,
} from './records.js';
import { type OrchestrationRule, type Policies, type Policy } from './rule.js';
import { addUnknownResult } from './rules/add-unknown-result.js';
import { bypassCancellingFlowRunsWithNoInfra } from './rules/bypass-cancelling-flow-runs-with-no-infra.js';
import { cacheInsertion } from './rules/cache-insertion.js';
import { cacheRetrieval } from './rules/cache-retrieval.js';
import { copyScheduledTime } from './rules/copy-scheduled-time.js';
import { enforceCancellingToCancelledTransition } from './rules/enforce-cancelling-to-cancelled-transition.js';
import { ensureOnlyScheduledFlowsMarkedLate } from './rules/ensure-only-scheduled-flows-marked-late.js';
import { handleFlowTerminalStateTransitions } from './rules/handle-flow-terminal-state-transitions.js';
import { handlePausingFlows } from './rules/handle-pausing-flows.js';
import { handleResumingPausedFlows } from './rules/handle-resuming-paused-flows.js';
import { handleTaskTerminalStateTransitions } from './rules/handle-task-terminal-state-transitions.js';
import { preventDuplicateTransitions } from './rules/prevent-duplicate-transitions.js';
import { preventPendingTransitions } from './rules/prevent-pending-transitions.js';
import { preventRunningTasksFromStoppedFlows } from './rules/prevent-running-tasks-from-stopped-flows.js';
import { renameReruns } from './rules/rename-reruns.js';
import { retryFailedFlows } from './rules/retry-failed-flows.js';
import { retryFailedTasks } from './rules/retry-failed-tasks.js';
import { updateFlowRunTrackerOnTasks } from './rules/update-flow-run-tracker-on-tasks.js';
import { waitForScheduledTime } from './rules/wait-for-scheduled-time.js';
import { type FlowRunColumns, type TaskRunColumns } from './run.js';

/**
 * The rules of flow runs, without the reference's instrumentation.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `CoreFlowPolicy`
 */
export const CORE_FLOW_POLICY: Policy<FlowRunColumns> = [
  preventDuplicateTransitions,
  handleFlowTerminalStateTransitions,
  enforceCancellingToCancelledTransition,
  bypassCancellingFlowRunsWithNoInfra,
  preventPendingTransitions,
  ensureOnlyScheduledFlowsMarkedLate,
  handlePausingFlows,
  handleResumingPausedFlows,
  copyScheduledTime,
  waitForScheduledTime,
  retryFailedFlows,
];

/** The last rules of all task runs. */
const TASK_RULES: Policy<TaskRunColumns> = [
  copyScheduledTime,
  waitForScheduledTime,
  retryFailedTasks,
  renameReruns,
  updateFlowRunTrackerOnTasks,
  cacheInsertion,
];

/**
 * The rules of task runs, without the reference's slots.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `CoreTaskPolicy`
 */
export const CORE_TASK_POLICY: Policy<TaskRunColumns> = [
  cacheRetrieval,
  handleTaskTerminalStateTransitions,
  preventRunningTasksFromStoppedFlows,
  ...TASK_RULES,
];

/**
 * The rules of task runs without a flow run, without the reference's slots and queues.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `AutonomousTaskPolicy`
 */
export const AUTONOMOUS_TASK_POLICY: Policy<TaskRunColumns> = [
  preventPendingTransitions,
  cacheRetrieval,
  handleTaskTerminalStateTransitions,
  ...TASK_RULES,
];

/** The rules for forced states of flow runs. @source prefect 2.20.25, server/orchestration/core_policy.py, `MinimalFlowPolicy` */
export const MINIMAL_FLOW_POLICY: Policy<FlowRunColumns> = [addUnknownResult, bypassCancellingFlowRunsWithNoInfra];

/** The rules for forced states of task runs. @source prefect 2.20.25, server/orchestration/core_policy.py, `MinimalTaskPolicy` */
export const MINIMAL_TASK_POLICY: Policy<TaskRunColumns> = [addUnknownResult];

/**
 * The rules for a service that marks flow runs as late when they did not start in time.
 *
 * @source prefect 2.20.25, server/orchestration/core_policy.py, `MarkLateRunsPolicy`
 */
export const MARK_LATE_RUNS_POLICY: Policy<FlowRunColumns> = [ensureOnlyScheduledFlowsMarkedLate];

const COMMON: readonly OrchestrationRule[] = [
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
 * The rules that keep a flow run's columns, after every other policy.
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
 * The rules that keep a task run's columns, after every other policy.
 *
 * @source prefect 2.20.25, server/orchestration/global_policy.py, `GlobalTaskPolicy`
 */
export const GLOBAL_TASK_POLICY: Policy<TaskRunColumns> = [...COMMON, updateTaskStateDetails, incrementTaskRunCount];

/**
 * The rules of Prefect 2, the default.
 *
 * @source prefect 2.20.25, server/models/task_runs.py, `set_task_run_state`; models/flow_runs.py, `set_flow_run_state`
 */
export const PREFECT_2_POLICIES: Required<Policies> = {
  flowRuns: CORE_FLOW_POLICY,
  taskRuns: CORE_TASK_POLICY,
  autonomousTaskRuns: AUTONOMOUS_TASK_POLICY,
  isAutonomous: ({ flowRunId }) => flowRunId === null,
  forcedFlowRuns: MINIMAL_FLOW_POLICY,
  forcedTaskRuns: MINIMAL_TASK_POLICY,
  flowRunColumns: GLOBAL_FLOW_POLICY,
  taskRunColumns: GLOBAL_TASK_POLICY,
};
