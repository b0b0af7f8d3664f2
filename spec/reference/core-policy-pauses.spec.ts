/* Ported from the reference, prefect 2.20.25: tests/server/orchestration/test_core_policy.py: pauses, and what stops with a flow. */
import { State, StateType } from '../../src/index.js';
import { ANY_STATE, FlowRunPolicy } from '../../src/transitions/index.js';
import { FLOW_RUN_ID, inSeconds, move, NOW } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_core_policy.py';
const TYPES = Object.values(StateType);
const DEPLOYMENT_ID = '77777777-7777-4777-8777-777777777777';
const PARENT_ID = '88888888-8888-4888-8888-888888888888';

describe(`${FILE}::TestPausingFlows`, () => {
  const pausing = { from: 'RUNNING', to: 'PAUSED', rules: ['HandlePausingFlows'] } as const;
  const rescheduling = { stateDetails: { pauseReschedule: true } };

  it('::test_can_not_nonblocking_pause_subflows', () => {
    const run = { parentTaskRunId: PARENT_ID, deploymentId: DEPLOYMENT_ID };
    const { status, details } = move({ ...pausing, run, proposed: { name: 'Suspended', ...rescheduling } });
    expect({ status, ...details }).toMatchObject({ status: 'ABORT', reason: 'Cannot suspend subflows.' });
  });

  it('::test_can_not_nonblocking_pause_flows_with_deployments_with_reschedule_flag', () => {
    const { status, details } = move({ ...pausing, proposed: rescheduling });
    expect({ status, ...details }).toMatchObject({
      status: 'ABORT',
      reason: 'Cannot pause flows without a deployment.',
    });
  });

  it('::test_can_nonblocking_pause_flows_with_deployments_with_reschedule_flag', () => {
    const { status } = move({ ...pausing, run: { deploymentId: DEPLOYMENT_ID }, proposed: rescheduling });
    expect(status).toBe('ACCEPT');
  });

  it('::test_updates_pause_key_tracker', () => {
    const { status, run } = move({ ...pausing, proposed: { stateDetails: { pauseKey: 'hello' } } });
    expect(status).toBe('ACCEPT');
    expect(run.empiricalPolicy.pauseKeys).toEqual(['hello']);
  });

  it('::test_defaults_pause_key_to_random_uuid', () => {
    const { status, run } = move(pausing);
    expect(status).toBe('ACCEPT');
    expect(run.empiricalPolicy.pauseKeys).toEqual([
      expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    ]);
  });

  it('::test_does_not_permit_repeat_pauses', () => {
    const proposed = { stateDetails: { pauseKey: 'hello' } };
    const { empiricalPolicy } = move({ ...pausing, proposed }).run;
    expect(move({ ...pausing, proposed, run: { empiricalPolicy } })).toMatchObject({
      status: 'REJECT',
      details: { reason: 'This pause has already fired.' },
      state: { type: 'RUNNING' },
    });
  });

  it.each(ANY_STATE)('::test_can_only_pause_running_flows[%s]', (from) => {
    const { status, state, details } = move({ ...pausing, from, run: { deploymentId: DEPLOYMENT_ID } });
    if (from === null) {
      expect({ status, ...details }).toMatchObject({ status: 'ABORT', reason: 'Cannot pause flows with no state.' });
    } else if (from === 'RUNNING') {
      expect(status).toBe('ACCEPT');
    } else {
      expect(state!.type).toBe(from);
      expect({ status, ...details }).toMatchObject({
        status: 'REJECT',
        reason: 'Cannot pause flows that are not currently running.',
      });
    }
  });
});

describe(`${FILE}::TestResumingFlows`, () => {
  const resuming = { from: 'PAUSED', to: 'RUNNING', rules: ['HandleResumingPausedFlows'] } as const;
  const deployed = { deploymentId: DEPLOYMENT_ID };
  const until = (seconds: number): { stateDetails: { pauseTimeout: ReturnType<typeof inSeconds> } } => ({
    stateDetails: { pauseTimeout: inSeconds(seconds) },
  });

  it('::test_cannot_leave_nonblocking_pausing_state_without_a_deployment', () => {
    const initial = { stateDetails: { pauseTimeout: inSeconds(300), pauseReschedule: true } };
    const { run, ...answer } = move({ ...resuming, initial });
    expect(answer).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Cannot reschedule a running flow run without a deployment.' },
      state: { type: 'PAUSED' },
    });
    // as the reference leaves it, though the run stays where it is
    expect(run.empiricalPolicy.resuming).toBe(true);
  });

  it('::test_can_leave_blocking_pausing_state_without_a_deployment', () => {
    expect(move({ ...resuming, initial: until(300) }).status).toBe('ACCEPT');
  });

  it.each(TYPES)('::test_transitions_out_of_pausing_states_are_restricted[%s]', (to) => {
    const { status, state, details } = move({ ...resuming, to, run: deployed });
    if (['RUNNING', 'COMPLETED', 'SCHEDULED', 'FAILED', 'CRASHED', 'CANCELLED'].includes(to)) {
      expect(status).toBe('ACCEPT');
    } else {
      expect(state!.type).toBe('PAUSED');
      expect({ status, ...details }).toMatchObject({
        status: 'REJECT',
        reason: `This run cannot transition to the StateType.${to} state from the StateType.PAUSED state.`,
      });
    }
  });

  it('::test_cannot_leave_pausing_state_if_pause_has_timed_out', () => {
    expect(move({ ...resuming, run: deployed, initial: until(-300) })).toMatchObject({
      status: 'REJECT',
      details: { reason: 'The flow run pause has timed out and can no longer resume.' },
      state: { type: 'FAILED', message: 'The flow was running and never resumed.', timestamp: NOW },
    });
  });

  it('::test_allows_leaving_pausing_state', () => {
    expect(move({ ...resuming, run: deployed, initial: until(300) }).status).toBe('ACCEPT');
  });

  it('::test_marks_flow_run_as_resuming_upon_leaving_paused_state', () => {
    const { status, run } = move({ ...resuming, run: deployed, initial: until(300) });
    expect({ status, resuming: run.empiricalPolicy.resuming }).toEqual({ status: 'ACCEPT', resuming: true });
  });
});

describe(`${FILE}::TestPreventRunningTasksFromStoppedFlows`, () => {
  const running = {
    kind: 'task',
    from: 'PENDING',
    to: 'RUNNING',
    rules: ['PreventRunningTasksFromStoppedFlows'],
  } as const;
  const inFlow = (state: State | null): ReturnType<typeof move> =>
    move({ ...running, facts: { flowRun: { id: FLOW_RUN_ID, runCount: 1, state } } });

  it('::test_allows_task_runs_to_run', () => {
    expect(inFlow(State.running())).toMatchObject({ status: 'ACCEPT', state: { type: 'RUNNING' } });
  });

  it.each([null, ...TYPES.filter((type) => type !== 'RUNNING')])('::test_prevents_tasks_From_running[%s]', (type) => {
    const { status, state, details } = inFlow(type && new State({ type }));
    const [expected, reason] =
      type === 'PAUSED'
        ? ['REJECT', `The flow is paused, new tasks can execute after resuming flow run: ${FLOW_RUN_ID}.`]
        : ['ABORT', 'The enclosing flow must be running to begin task execution.'];
    expect({ status, ...details }).toMatchObject({ status: expected, reason });
    expect(state!.type).toBe(type === 'PAUSED' ? 'PAUSED' : 'PENDING');
  });

  it('::test_does_not_reuse_state_pk_from_paused_flow_run', () => {
    const pauseTimeout = inSeconds(300);
    const paused = State.paused({ pauseExpirationTime: pauseTimeout, reschedule: true });
    const { status, state } = inFlow(paused);
    expect(status).toBe('REJECT');
    expect(state!.id).not.toBe(paused.id);
    expect(state).toMatchObject({ name: 'NotReady', stateDetails: { pauseTimeout, pauseReschedule: true } });
  });
});

describe(`${FILE}::TestHandleCancellingStateTransitions`, () => {
  const rules = ['EnforceCancellingToCancelledTransition'];
  const others = TYPES.filter((type) => type !== 'CANCELLED');

  // two tests of the reference, of one body; the second is asked here of what its title says
  it.each([
    ...others.map((to) => ['test_rejects_cancelling_to_anything_but_cancelled', 'CANCELLING', to] as const),
    ...others.map((to) => ['test_rejects_cancelled_cancelling_to_anything_but_cancelled', 'CANCELLED', to] as const),
  ])('::%s[%s => %s]', (_title, from, to) => {
    expect(move({ from, to, rules })).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Cannot transition flows that are cancelling to a state other than Cancelled.' },
      state: { type: from },
    });
  });
});

describe(`${FILE}::TestBypassCancellingFlowRunsWithNoInfra`, () => {
  const rules = ['BypassCancellingFlowRunsWithNoInfra'];
  const cancelling = { to: 'CANCELLING', rules } as const;

  it('::test_rejects_cancelling_scheduled_flow_and_sets_to_cancelled', () => {
    expect(move({ ...cancelling, from: 'SCHEDULED' })).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Scheduled flow run has no infrastructure to terminate.' },
      state: { type: 'CANCELLED', name: 'Cancelled', message: null, timestamp: NOW },
    });
  });

  it('::test_rejects_cancelling_suspended_flow_and_sets_to_cancelled', () => {
    const initial = { stateDetails: { pauseReschedule: true } };
    expect(move({ ...cancelling, from: 'PAUSED', initial })).toMatchObject({
      status: 'REJECT',
      details: { reason: 'Suspended flow run has no infrastructure to terminate.' },
      state: { type: 'CANCELLED' },
    });
  });

  it('::test_rejects_cancelling_resuming_flow_and_sets_to_cancelled', () => {
    const run = { infrastructurePid: 'my-pid-42' };
    expect(move({ ...cancelling, from: 'SCHEDULED', initial: { name: 'Resuming' }, run })).toMatchObject({
      status: 'REJECT',
      state: { type: 'CANCELLED' },
    });
  });

  it('::test_accepts_cancelling_flow_run_with_pid', () => {
    const scheduled = { ...cancelling, from: 'SCHEDULED' } as const;
    expect(move(scheduled)).toMatchObject({ status: 'REJECT', state: { type: 'CANCELLED' } });
    expect(move({ ...scheduled, run: { infrastructurePid: 'my-pid-42' } })).toMatchObject({
      status: 'ACCEPT',
      state: { type: 'CANCELLING' },
    });
  });

  it('::test_accepts_cancelling_paused_flow_run_with_no_reschedule', () => {
    expect(move({ ...cancelling, from: 'PAUSED' })).toMatchObject({ status: 'ACCEPT', state: { type: 'CANCELLING' } });
  });

  it.each(ANY_STATE.filter((type) => type !== 'SCHEDULED' && type !== 'PAUSED'))(
    '::test_allows_all_other_transitions[%s]',
    (from) => {
      expect(move({ ...cancelling, from })).toMatchObject({ status: 'ACCEPT', state: { type: 'CANCELLING' } });
    },
  );
});

describe('the pauses of a flow run', () => {
  it('are forgotten by a retry', () => {
    const policy = new FlowRunPolicy({ retries: 1, pauseKeys: ['hello'], resuming: true });
    const { run } = move({
      from: 'RUNNING',
      to: 'FAILED',
      rules: ['RetryFailedFlows'],
      run: { runCount: 1, empiricalPolicy: policy as never },
    });
    expect(run.empiricalPolicy).toMatchObject({ retries: 1, pauseKeys: [], resuming: false, retryType: 'in_process' });
    expect(policy.pauseKeys).toEqual(['hello']);
  });
});
