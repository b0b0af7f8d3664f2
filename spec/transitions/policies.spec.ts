import { State } from '../../src/index.js';
import {
  AUTONOMOUS_TASK_POLICY,
  CORE_FLOW_POLICY,
  CORE_TASK_POLICY,
  decide,
  GLOBAL_FLOW_POLICY,
  GLOBAL_TASK_POLICY,
  MARK_LATE_RUNS_POLICY,
  MINIMAL_FLOW_POLICY,
  MINIMAL_TASK_POLICY,
  MissingFlowRun,
  OrchestrationError,
  RuleError,
} from '../../src/transitions/index.js';
import { thrownBy } from '../support/expect.js';
import { flowRun, taskRun } from '../support/transitions.js';

// as `priority()` of the reference's policies lists them
const FLOW = `PreventDuplicateTransitions HandleFlowTerminalStateTransitions EnforceCancellingToCancelledTransition
  BypassCancellingFlowRunsWithNoInfra PreventPendingTransitions EnsureOnlyScheduledFlowsMarkedLate HandlePausingFlows
  HandleResumingPausedFlows CopyScheduledTime WaitForScheduledTime RetryFailedFlows`;
const TASK = `CacheRetrieval HandleTaskTerminalStateTransitions PreventRunningTasksFromStoppedFlows CopyScheduledTime
  WaitForScheduledTime RetryFailedTasks RenameReruns UpdateFlowRunTrackerOnTasks CacheInsertion`;
const AUTONOMOUS = `PreventPendingTransitions CacheRetrieval HandleTaskTerminalStateTransitions CopyScheduledTime
  WaitForScheduledTime RetryFailedTasks RenameReruns UpdateFlowRunTrackerOnTasks CacheInsertion`;
const COMMON = `KeepStatesInOrder SetRunStateType SetRunStateName SetRunStateTimestamp SetStartTime SetEndTime
  IncrementRunTime SetExpectedStartTime SetNextScheduledStartTime UpdateStateDetails`;

describe('the policies', () => {
  it.each([
    ['CORE_FLOW_POLICY', CORE_FLOW_POLICY, FLOW],
    ['CORE_TASK_POLICY', CORE_TASK_POLICY, TASK],
    ['AUTONOMOUS_TASK_POLICY', AUTONOMOUS_TASK_POLICY, AUTONOMOUS],
    ['MINIMAL_FLOW_POLICY', MINIMAL_FLOW_POLICY, 'AddUnknownResult BypassCancellingFlowRunsWithNoInfra'],
    ['MINIMAL_TASK_POLICY', MINIMAL_TASK_POLICY, 'AddUnknownResult'],
    ['MARK_LATE_RUNS_POLICY', MARK_LATE_RUNS_POLICY, 'EnsureOnlyScheduledFlowsMarkedLate'],
    [
      'GLOBAL_FLOW_POLICY',
      GLOBAL_FLOW_POLICY,
      `${COMMON} UpdateSubflowParentTask UpdateSubflowStateDetails IncrementFlowRunCount RemoveResumingIndicator`,
    ],
    ['GLOBAL_TASK_POLICY', GLOBAL_TASK_POLICY, `${COMMON} IncrementTaskRunCount`],
  ])("%s has the reference's rules in the reference's order", (_name, policy, names) => {
    expect(policy.map(({ name }) => name)).toEqual(names.split(/\s+/));
  });
});

describe('decide(), when a rule cannot go on', () => {
  it.each([
    ['UpdateFlowRunTrackerOnTasks', State.pending()],
    ['HandleTaskTerminalStateTransitions', State.failed()],
  ])('lets %s say that the flow run is gone', (_rule, current) => {
    const error = thrownBy(() => decide({ run: taskRun(), current, proposed: State.running() }));
    expect(error).toBeInstanceOf(MissingFlowRun);
    const { id } = taskRun();
    expect(error).toMatchObject({
      taskRunId: id,
      message: `Unable to read flow run associated with task run: ${id}, this flow run might have been deleted`,
    });
  });

  it('names the rule that would keep a state where there is none', () => {
    const error = thrownBy(() => decide({ run: flowRun(), current: null, proposed: State.late() }));
    expect(error).toBeInstanceOf(RuleError);
    expect(error).toMatchObject({ rule: 'EnsureOnlyScheduledFlowsMarkedLate' });
    expect((error as RuleError).cause).toBeInstanceOf(OrchestrationError);
  });
});
