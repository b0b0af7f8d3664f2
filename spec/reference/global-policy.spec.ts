/* Ported from the reference, prefect 2.20.25: tests/server/orchestration/test_global_policy.py. The rules are asked all at once. */
import { compareDateTimes, StateType } from '../../src/index.js';
import { FlowRunPolicy } from '../../src/transitions/index.js';
import { inSeconds, move, type Move, RUN_ID } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_global_policy.py';
const TYPES = Object.values(StateType);
const TERMINAL = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const;
const PARENT_ID = '88888888-8888-4888-8888-888888888888';

/** A move that only the rules which keep the books know of. */
function kept(given: Omit<Move, 'rules'>): ReturnType<typeof move> {
  return move({ ...given, rules: [] });
}

describe.each(['task', 'flow'] as const)(`${FILE}::TestGlobalPolicyRules[%s]`, (kind) => {
  it.each(TYPES)('::test_rule_updates_run_state_type[%s]', (to) => {
    expect(kept({ kind, from: null, to }).run.stateType).toBe(to);
  });

  it('::test_rule_updates_run_state_name', () => {
    const { run, state } = kept({ kind, from: null, to: 'SCHEDULED', proposed: { name: 'Soon' } });
    expect([run.stateName, state!.name]).toEqual(['Soon', 'Soon']);
  });

  it.each(TYPES)('::test_rule_updates_run_state_timestamp[%s]', (to) => {
    const { run, state } = kept({ kind, from: null, to });
    expect(compareDateTimes(run.stateTimestamp!, state!.timestamp)).toBe(0);
  });

  it('::test_rule_sets_scheduled_time', () => {
    const scheduledTime = inSeconds(42);
    const { run } = kept({ kind, from: null, to: 'SCHEDULED', proposed: { stateDetails: { scheduledTime } } });
    expect(run).toMatchObject({ nextScheduledStartTime: scheduledTime, startTime: null });
  });

  it('::test_rule_removes_scheduled_time_when_exiting_scheduled_state', () => {
    const scheduledTime = inSeconds(42);
    const initial = { stateDetails: { scheduledTime } };
    const before = { nextScheduledStartTime: scheduledTime };
    const { run } = kept({ kind, from: 'SCHEDULED', to: 'PENDING', initial, run: before });
    expect(run).toMatchObject({ nextScheduledStartTime: null, startTime: null });
  });

  it.each(['PENDING', 'RUNNING', 'COMPLETED'] as const)(
    '::test_rule_sets_expected_start_time_from_non_scheduled[%s]',
    (to) => {
      const { run, state } = kept({ kind, from: null, to });
      expect(run.expectedStartTime).toEqual(state!.timestamp);
    },
  );

  it('::test_rule_sets_expected_start_time_from_scheduled', () => {
    const scheduledTime = inSeconds(864_000);
    const { run } = kept({ kind, from: null, to: 'SCHEDULED', proposed: { stateDetails: { scheduledTime } } });
    expect(run).toMatchObject({ expectedStartTime: scheduledTime, startTime: null });
  });

  it('::test_rule_sets_start_time_when_starting_to_run', () => {
    const { run, state } = kept({ kind, from: 'PENDING', to: 'RUNNING' });
    expect(run.startTime).toEqual(state!.timestamp);
  });

  it.each([
    ['test_rule_updates_run_count_when_starting_to_run', 0],
    ['test_rule_increments_run_count', 41],
  ])('::%s', (_title, runCount) => {
    expect(kept({ kind, from: 'PENDING', to: 'RUNNING', run: { runCount } }).run.runCount).toBe(runCount + 1);
  });

  it.each([
    ['test_rule_updates_run_time_after_running', 'RUNNING', 42_000_000],
    ['test_rule_doesnt_update_run_time_when_not_running', 'PENDING', 0],
  ] as const)('::%s', (_title, from, totalRunTime) => {
    const initial = { timestamp: inSeconds(-42) };
    const proposed = { timestamp: inSeconds(0) };
    const { run } = kept({ kind, from, to: 'COMPLETED', initial, proposed, run: { startTime: inSeconds(-42) } });
    expect(run.totalRunTime).toBe(totalRunTime);
  });

  it.each(TERMINAL)('::test_rule_sets_end_time_when_when_run_ends[%s]', (to) => {
    const { run, state } = kept({ kind, from: 'RUNNING', to, run: { startTime: inSeconds(-42) } });
    expect(run.endTime).toEqual(state!.timestamp);
  });

  it.each(TERMINAL)('::test_rule_unsets_end_time_when_forced_out_of_terminal_state[%s]', (from) => {
    const before = { startTime: inSeconds(-42), endTime: inSeconds(-2) };
    expect(kept({ kind, from, to: 'RUNNING', run: before }).run.endTime).toBeNull();
  });

  it('::test_rule_does_not_modify_end_time_when_transitioning_from_final_to_final', () => {
    const endTime = inSeconds(-2);
    const { run } = kept({ kind, from: 'COMPLETED', to: 'FAILED', run: { startTime: inSeconds(-42), endTime } });
    expect(run.endTime).toEqual(endTime);
  });
});

describe(FILE, () => {
  const failing = { from: 'RUNNING', to: 'FAILED', run: { parentTaskRunId: PARENT_ID } } as const;

  it('::test_update_subflow_parent_task', () => {
    expect(kept(failing).effects).toMatchObject([
      {
        type: 'setTaskRunState',
        taskRunId: PARENT_ID,
        state: { type: 'FAILED', stateDetails: { childFlowRunId: RUN_ID } },
      },
    ]);
  });

  it('::test_child_flow_run_states_include_parent_task_run_id', () => {
    const { state } = kept(failing);
    expect(state).toMatchObject({ type: 'FAILED', stateDetails: { taskRunId: PARENT_ID } });
  });
});

describe(`${FILE}::TestPausingRules`, () => {
  const resuming = { empiricalPolicy: new FlowRunPolicy({ resuming: true }) as never };

  it.each(['PAUSED', 'PENDING'] as const)('::test_rule_unsets_resuming_indicator_on_running[%s]', (from) => {
    expect(kept({ from, to: 'RUNNING', run: resuming }).run.empiricalPolicy.resuming).toBe(false);
  });

  it.each(['PAUSED', 'PENDING'] as const)('::test_running_resuming_flow_does_not_increment_run_count[%s]', (from) => {
    expect(kept({ from, to: 'RUNNING', run: { ...resuming, runCount: 42 } }).run.runCount).toBe(42);
  });
});
