/* Ported from the reference, prefect 2.20.25: tests/server/orchestration/test_core_policy.py: runs that run again. */
import { State, StateType } from '../../src/index.js';
import {
  ANY_STATE,
  FlowRunPolicy,
  MissingFlowRun,
  type OrchestrationRule,
  TaskRunPolicy,
} from '../../src/transitions/index.js';
import { thrownBy } from '../support/expect.js';
import { FLOW_RUN_ID, inSeconds, move, NOW } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_core_policy.py';
const DEPLOYMENT_ID = '77777777-7777-4777-8777-777777777777';

function flowRetries(retries: number): { empiricalPolicy: never } {
  // a run of either kind is made by one helper
  return { empiricalPolicy: new FlowRunPolicy({ retries }) as never };
}

function flowRunFact(runCount: number): { flowRun: { id: string; runCount: number; state: State | null } } {
  return { flowRun: { id: FLOW_RUN_ID, runCount, state: null } };
}

describe(`${FILE}::TestFlowRetryingRule`, () => {
  const failing = { from: 'RUNNING', to: 'FAILED', rules: ['RetryFailedFlows'] } as const;

  it('::test_retries', () => {
    const { status, state, details } = move({
      ...failing,
      run: { runCount: 1, ...flowRetries(1) },
      proposed: { message: 'm', data: { type: 'unpersisted' } },
    });
    expect({ status, ...details }).toMatchObject({ status: 'REJECT', reason: 'Retrying' });
    expect(state).toMatchObject({ type: 'SCHEDULED', name: 'AwaitingRetry', message: 'm', timestamp: NOW });
    expect(state).toMatchObject({ stateDetails: { scheduledTime: NOW }, data: { type: 'unpersisted' } });
  });

  it('::test_stops_retrying_eventually', () => {
    const { status, state } = move({ ...failing, run: { runCount: 2, ...flowRetries(1) } });
    expect({ status, type: state!.type }).toEqual({ status: 'ACCEPT', type: 'FAILED' });
  });

  it('::test_sets_retry_type', () => {
    const { run } = move({ ...failing, run: { runCount: 2, ...flowRetries(3) } });
    expect(run.empiricalPolicy.retryType).toBe('in_process');
  });
});

describe(`${FILE}::TestManualFlowRetries`, () => {
  const rules = ['HandleFlowTerminalStateTransitions'];
  const scheduling = { from: 'FAILED', to: 'SCHEDULED', rules } as const;

  it('::test_can_manual_retry_with_arbitrary_state_name', () => {
    const run = { runCount: 2, deploymentId: DEPLOYMENT_ID, ...flowRetries(1) };
    expect(move({ ...scheduling, run, proposed: { name: 'FooBar' } })).toMatchObject({
      status: 'ACCEPT',
      run: { runCount: 2 },
    });
  });

  it('::test_cannot_manual_retry_without_deployment', () => {
    const run = { runCount: 2, ...flowRetries(1) };
    expect(move({ ...scheduling, run, proposed: { name: 'AwaitingRetry' } })).toMatchObject({
      status: 'ABORT',
      details: { reason: 'Cannot reschedule a run without an associated deployment.' },
      run: { runCount: 2 },
    });
  });

  it.each([
    ['test_manual_retrying_works_even_when_exceeding_max_retries', 1, 2],
    ['test_manual_retrying_bypasses_terminal_state_protection', 10, 3],
  ])('::%s', (_title, retries, runCount) => {
    const run = { runCount, deploymentId: DEPLOYMENT_ID, ...flowRetries(retries) };
    expect(move({ ...scheduling, run, proposed: { name: 'AwaitingRetry' } })).toMatchObject({
      status: 'ACCEPT',
      run: { runCount },
    });
  });

  it.each([
    ['SCHEDULED', 'reschedule'],
    ['FAILED', null],
  ] as const)('::test_manual_retry_updates_retry_type[%s]', (to, retryType) => {
    const proposed = { name: 'AwaitingRetry' };
    const { run } = move({ from: 'FAILED', to, rules, proposed, run: { runCount: 2, deploymentId: DEPLOYMENT_ID } });
    expect(run.empiricalPolicy.retryType).toBe(retryType);
  });
});

describe(`${FILE}::TestUpdatingFlowRunTrackerOnTasks`, () => {
  const rules = ['UpdateFlowRunTrackerOnTasks'];

  it.each([5, 42].flatMap((count) => ANY_STATE.map((from) => [count, from] as const)))(
    '::test_task_runs_track_corresponding_flow_runs[%i, %s]',
    (count, from) => {
      const { run } = move({
        kind: 'task',
        from,
        to: 'RUNNING',
        rules,
        run: { flowRunRunCount: 1 },
        facts: flowRunFact(count),
      });
      expect(run.flowRunRunCount).toBe(count);
    },
  );

  it('::test_task_run_tracking_raises_informative_errors_on_missing_flow_runs', () => {
    const error = thrownBy(() =>
      move({ kind: 'task', from: 'PENDING', to: 'RUNNING', rules, facts: { flowRun: null } }),
    );
    expect(error).toBeInstanceOf(MissingFlowRun);
    expect((error as Error).message).toMatch(/^Unable to read flow run/);
  });
});

describe(`${FILE}::TestPermitRerunningFailedTaskRuns`, () => {
  const rules = ['HandleTaskTerminalStateTransitions', 'UpdateFlowRunTrackerOnTasks'];
  const rerun = { kind: 'task', from: 'FAILED', to: 'RUNNING', rules } as const;

  // counted from 0 on, by a rule that keeps the columns, which the reference leaves out here
  it.each([
    'test_bypasses_terminal_state_rule_if_flow_is_retrying',
    'test_bypasses_terminal_state_rule_if_configured_automatic_retries_is_exceeded',
  ])('::%s', () => {
    const run = { runCount: 2, flowRunRunCount: 2 };
    expect(move({ ...rerun, run, facts: flowRunFact(4) })).toMatchObject({
      status: 'ACCEPT',
      run: { runCount: 1, flowRunRunCount: 4 },
      state: { name: 'Retrying' },
    });
  });

  it('::test_can_run_again_even_if_exceeding_flow_runs_count', () => {
    const run = { runCount: 2, flowRunRunCount: 3 };
    expect(move({ ...rerun, run, facts: flowRunFact(3), initial: { data: 'test' } })).toMatchObject({
      status: 'ACCEPT',
      run: { runCount: 1, flowRunRunCount: 3 },
      state: { type: 'RUNNING', name: 'Running' },
    });
  });

  it.each(Object.values(StateType).filter((type) => type !== 'FAILED' && type !== 'RUNNING'))(
    '::test_cleans_up_after_invalid_transition[%s]',
    (type) => {
      const fizzling: OrchestrationRule = {
        name: 'FizzlingRule',
        summary: 'Puts another type in the place',
        from: ANY_STATE,
        to: ANY_STATE,
        before(transition) {
          transition.reject(transition.proposed.copy({ update: { type } }), 'for testing, of course');
        },
      };
      const run = { runCount: 2, flowRunRunCount: 2 };
      expect(move({ ...rerun, rules: [...rules, fizzling], run, facts: flowRunFact(4) })).toMatchObject({
        status: 'REJECT',
        run: { runCount: 2, flowRunRunCount: 2 },
        state: { name: 'Retrying' },
      });
    },
  );
});

describe(`${FILE}::TestTaskRetryingRule`, () => {
  const failing = { kind: 'task', from: 'RUNNING', to: 'FAILED', rules: ['RetryFailedTasks'] } as const;

  function failed(runCount: number, policy: object, random?: () => number): ReturnType<typeof move> {
    const run = { runCount, empiricalPolicy: new TaskRunPolicy(policy) as never };
    return move({ ...failing, run, ...(random && { facts: { random } }) });
  }

  it('::test_retry_potential_failures', () => {
    expect(failed(2, { retries: 2 })).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Retrying' },
      state: { type: 'SCHEDULED', name: 'AwaitingRetry', stateDetails: { scheduledTime: NOW } },
    });
  });

  it('::test_task_retry_uses_configured_delay', () => {
    const { state } = failed(2, { retries: 2, retryDelay: 10 });
    expect(state!.stateDetails.scheduledTime).toEqual(inSeconds(10));
  });

  it.each([
    [1, 2],
    [2, 3],
    [3, 5],
    [4, 7],
    [5, 11],
  ])('::test_retry_uses_configured_delays[%i]', (retry, delay) => {
    const { state } = failed(retry, { retries: 5, retryDelay: [2, 3, 5, 7, 11] });
    expect(state!.stateDetails.scheduledTime).toEqual(inSeconds(delay));
  });

  it('::test_retry_uses_falls_back_to_last_delay', () => {
    const { state } = failed(6, { retries: 6, retryDelay: [2, 3, 5, 7] });
    expect(state!.stateDetails.scheduledTime).toEqual(inSeconds(7));
  });

  it('::test_retries_can_jitter_sleeps', () => {
    // the reference puts the greatest delay in the place of a random one: the dice fall highest here
    const { state } = failed(2, { retries: 2, retryDelay: 10, retryJitterFactor: 9 }, () => 1);
    expect(state!.stateDetails.scheduledTime!.toMillis()).toBeCloseTo(inSeconds(100).toMillis(), -1);
  });

  it('::test_stops_retrying_eventually', () => {
    expect(failed(3, { retries: 2 })).toMatchObject({ status: 'ACCEPT', state: { type: 'FAILED' } });
  });

  it.each([
    ['test_not_retriable_detail_set', 'Failed'],
    ['test_manual_retry_works_even_when_not_retriable', 'AwaitingRetry'],
  ])('::%s', (_title, name) => {
    const run = { runCount: 1, empiricalPolicy: new TaskRunPolicy({ retries: 2 }) as never };
    const proposed = { name, stateDetails: { retriable: false } };
    expect(move({ ...failing, run, proposed })).toMatchObject({ status: 'ACCEPT', state: { type: 'FAILED' } });
  });
});

describe(`${FILE}::TestRenameRetryingStates`, () => {
  it.each([
    ['test_rerun_states_get_renamed', 'Scheduled', 2, 'Rerunning'],
    ['test_retried_states_get_renamed', 'AwaitingRetry', 2, 'Retrying'],
    ['test_no_rename_on_first_run', 'Scheduled', 0, 'Running'],
  ])('::%s', (_title, initialName, runCount, name) => {
    const run = { runCount };
    const initial = { name: initialName };
    expect(
      move({ kind: 'task', from: 'SCHEDULED', to: 'RUNNING', rules: ['RenameReruns'], run, initial }),
    ).toMatchObject({ status: 'ACCEPT', state: { type: 'RUNNING', name } });
  });
});
