import { isOf3 } from './of-3.js';
import {
  ensureFlowRunStateTimestampIsUnique,
  incrementFlowRunCount,
  incrementRunTime,
  incrementTaskRunCount,
  keepStatesInOrder,
  removeResumingIndicator,
  setEndTime3,
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
import { type OrchestrationRule, type Policies } from './rule.js';
import { bypassCancellingFlowRunsWithNoInfra } from './rules/bypass-cancelling-flow-runs-with-no-infra.js';
import { cacheInsertion3 } from './rules/cache-insertion.js';
import { cacheRetrieval } from './rules/cache-retrieval.js';
import { copyScheduledTime } from './rules/copy-scheduled-time.js';
import { copyTaskParametersId } from './rules/copy-task-parameters-id.js';
import {
  preserveDeploymentConcurrencyLeaseId,
  validateDeploymentConcurrencyAtRunning,
} from './rules/deployment-concurrency-lease.js';
import { enforceCancellingToCancelledTransition3 } from './rules/enforce-cancelling-to-cancelled-transition.js';
import { enqueueScheduledTasks } from './rules/enqueue-scheduled-tasks.js';
import { ensureOnlyScheduledFlowsMarkedLate3 } from './rules/ensure-only-scheduled-flows-marked-late.js';
import { handleFlowTerminalStateTransitions3 } from './rules/handle-flow-terminal-state-transitions.js';
import { handlePausingFlows } from './rules/handle-pausing-flows.js';
import { handleResumingPausedFlows3 } from './rules/handle-resuming-paused-flows.js';
import { handleTaskTerminalStateTransitions3 } from './rules/handle-task-terminal-state-transitions.js';
import { preventDuplicateTransitions } from './rules/prevent-duplicate-transitions.js';
import { preventPendingTransitions3 } from './rules/prevent-pending-transitions.js';
import { preventResultDataLoss } from './rules/prevent-result-data-loss.js';
import { preventRunningTasksFromStoppedFlows } from './rules/prevent-running-tasks-from-stopped-flows.js';
import { renameReruns } from './rules/rename-reruns.js';
import { retryFailedFlows3 } from './rules/retry-failed-flows.js';
import { retryFailedTasks3 } from './rules/retry-failed-tasks.js';
import { updateFlowRunTrackerOnTasks } from './rules/update-flow-run-tracker-on-tasks.js';
import { waitForScheduledTime } from './rules/wait-for-scheduled-time.js';

/** The last rules of all task runs. */
const TASK_RULES = [
  waitForScheduledTime,
  retryFailedTasks3,
  renameReruns,
  updateFlowRunTrackerOnTasks,
  cacheInsertion3,
];

const COMMON_COLUMNS: readonly OrchestrationRule[] = [
  setRunStateType,
  setRunStateName,
  setRunStateTimestamp,
  setStartTime,
  setEndTime3,
  incrementRunTime,
  setExpectedStartTime,
  setNextScheduledStartTime,
];

/**
 * The rules of Prefect 3, without the reference's slots, queues and instrumentation.
 *
 * @source prefect 3.8.8, server/orchestration/core_policy.py, global_policy.py; models/task_runs.py, `set_task_run_state`
 */
export const PREFECT_3_POLICIES: Required<Policies> = {
  flowRuns: [
    preserveDeploymentConcurrencyLeaseId,
    preventDuplicateTransitions,
    handleFlowTerminalStateTransitions3,
    enforceCancellingToCancelledTransition3,
    bypassCancellingFlowRunsWithNoInfra,
    preventPendingTransitions3,
    validateDeploymentConcurrencyAtRunning,
    ensureOnlyScheduledFlowsMarkedLate3,
    handlePausingFlows,
    handleResumingPausedFlows3,
    copyScheduledTime,
    waitForScheduledTime,
    retryFailedFlows3,
  ],
  taskRuns: [
    cacheRetrieval,
    handleTaskTerminalStateTransitions3,
    preventRunningTasksFromStoppedFlows,
    copyScheduledTime,
    ...TASK_RULES,
  ],
  autonomousTaskRuns: [
    preventPendingTransitions3,
    cacheRetrieval,
    handleTaskTerminalStateTransitions3,
    copyScheduledTime,
    copyTaskParametersId,
    ...TASK_RULES,
    enqueueScheduledTasks,
  ],
  isAutonomous: (_run, proposed) => isOf3(proposed) && proposed.stateDetails.deferred === true,
  forcedFlowRuns: [preventResultDataLoss, bypassCancellingFlowRunsWithNoInfra],
  forcedTaskRuns: [],
  flowRunColumns: [
    ensureFlowRunStateTimestampIsUnique,
    ...COMMON_COLUMNS,
    updateFlowStateDetails,
    updateSubflowParentTask,
    updateSubflowStateDetails,
    incrementFlowRunCount,
    removeResumingIndicator,
  ],
  taskRunColumns: [keepStatesInOrder, ...COMMON_COLUMNS, updateTaskStateDetails, incrementTaskRunCount],
};
