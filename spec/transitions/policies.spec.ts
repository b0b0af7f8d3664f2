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
  PREFECT_2_POLICIES,
  PREFECT_3_POLICIES,
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

describe('PREFECT_3_POLICIES', () => {
  const columns = COMMON.replace(/^KeepStatesInOrder /, '');
  const tail = 'WaitForScheduledTime RetryFailedTasks RenameReruns UpdateFlowRunTrackerOnTasks CacheInsertion';

  it.each([
    [
      'flowRuns',
      `PreserveDeploymentConcurrencyLeaseId ${FLOW.replace(
        'PreventPendingTransitions',
        'PreventPendingTransitions ValidateDeploymentConcurrencyAtRunning',
      )}`,
    ],
    ['taskRuns', TASK],
    [
      'autonomousTaskRuns',
      `PreventPendingTransitions CacheRetrieval HandleTaskTerminalStateTransitions CopyScheduledTime CopyTaskParametersID ${tail}
        EnqueueScheduledTasks`,
    ],
    ['forcedFlowRuns', 'PreventResultDataLoss BypassCancellingFlowRunsWithNoInfra'],
    [
      'flowRunColumns',
      `EnsureFlowRunStateTimestampIsUnique ${columns}
        UpdateSubflowParentTask UpdateSubflowStateDetails IncrementFlowRunCount RemoveResumingIndicator`,
    ],
    ['taskRunColumns', `${COMMON} IncrementTaskRunCount`],
  ] as const)("has the reference's rules in the reference's order: %s", (name, names) => {
    expect(PREFECT_3_POLICIES[name].map((rule) => rule.name)).toEqual(names.split(/\s+/));
  });

  it('asks no rules about forced states of task runs', () => {
    expect(PREFECT_3_POLICIES.forcedTaskRuns).toEqual([]);
  });

  it('shares with PREFECT_2_POLICIES the rules that are the same', () => {
    const [two, three] = [PREFECT_2_POLICIES, PREFECT_3_POLICIES].map((policies) =>
      Object.values(policies).flat<unknown>(),
    );
    const names = (rules: unknown[]): string[] => rules.map((rule) => (rule as { name: string }).name);
    const shared = new Set(names(three!.filter((rule) => two!.includes(rule))));
    const own = new Set(names(three!).filter((name) => !shared.has(name)));
    expect([...own]).toEqual([
      'PreserveDeploymentConcurrencyLeaseId',
      'HandleFlowTerminalStateTransitions',
      'EnforceCancellingToCancelledTransition',
      'PreventPendingTransitions',
      'ValidateDeploymentConcurrencyAtRunning',
      'EnsureOnlyScheduledFlowsMarkedLate',
      'HandleResumingPausedFlows',
      'RetryFailedFlows',
      'HandleTaskTerminalStateTransitions',
      'RetryFailedTasks',
      'CacheInsertion',
      'CopyTaskParametersID',
      'EnqueueScheduledTasks',
      'isAutonomous',
      'PreventResultDataLoss',
      'EnsureFlowRunStateTimestampIsUnique',
      'SetEndTime',
    ]);
  });
});

describe('decide(), when a rule cannot go on', () => {
  it.each([State.pending(), State.failed()])('says that the flow run is gone: from $type', (current) => {
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
