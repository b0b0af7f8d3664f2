/* Ported from the reference, prefect 3.8.8: the tests of tests/server/orchestration/test_core_policy.py that 2.20.25 has not. */
import { StateType } from '../../src/index.js';
import { FlowRunPolicy, TaskRunPolicy } from '../../src/transitions/index.js';
import { type StateDetails } from '../../src/v3/index.js';
import { inSeconds, move as moveOf, type Move } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_core_policy.py';
const TYPES = Object.values(StateType);
const SCALARS = [1, 'hello', true, [1, 2, 3]];
// it has no `type`
const METADATA = { storage_key: 'k', expiration: null, serializer: { type: 'pickle' }, prefect_version: '3.8.8' };
const ID = '77777777-7777-4777-8777-777777777777';
const OTHER_ID = '88888888-8888-4888-8888-888888888888';

function move(given: Omit<Move, 'prefect'>): ReturnType<typeof moveOf> & { readonly details3: StateDetails } {
  const moved = moveOf({ ...given, prefect: 3 });
  return { ...moved, details3: moved.state?.stateDetails as StateDetails };
}

describe(`${FILE}::TestCopyTaskParametersID`, () => {
  const initial = { stateDetails: { taskParametersId: ID } };
  const given = { kind: 'task', rules: ['CopyTaskParametersID'], initial } as const;
  const from = ['SCHEDULED', 'PENDING'] as const;
  const pairs = <T>(to: readonly T[]): (readonly [(typeof from)[number], T])[] =>
    from.flatMap((each) => to.map((other) => [each, other] as const));

  it.each(pairs(['PENDING', 'RUNNING'] as const))(
    '::test_task_parameters_id_copied_from_scheduled_to_pending[%s => %s]',
    (from, to) => {
      expect(move({ ...given, from, to }).details3.taskParametersId).toBe(ID);
      const proposed = { stateDetails: { taskParametersId: OTHER_ID } };
      expect(move({ ...given, from, to, proposed }).details3.taskParametersId).toBe(OTHER_ID);
    },
  );

  it.each(pairs(['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const))(
    '::test_task_parameters_id_not_copied_for_other_transitions[%s => %s]',
    (from, to) => {
      expect(move({ ...given, from, to }).details3.taskParametersId).toBeNull();
    },
  );
});

describe(`${FILE}::TestFlowRetryingRule`, () => {
  const given = { from: 'RUNNING', to: 'FAILED', rules: ['RetryFailedFlows'] } as const;
  const empiricalPolicy = new FlowRunPolicy({ retries: 1, retryType: 'in_process' }) as never;

  it('::test_clears_retry_type_on_exhausted_retries', () => {
    const { status, run } = move({ ...given, run: { runCount: 2, empiricalPolicy } });
    expect([status, run.empiricalPolicy]).toMatchObject(['ACCEPT', { retries: 1, retryType: null }]);
  });

  it('takes the lease into the retry', () => {
    const initial = { stateDetails: { deploymentConcurrencyLeaseId: ID } };
    const { state, details3 } = move({ ...given, run: { runCount: 1, empiricalPolicy }, initial });
    expect([state!.name, details3.deploymentConcurrencyLeaseId]).toEqual(['AwaitingRetry', ID]);
  });
});

describe(`${FILE}::TestTaskRetryingRule`, () => {
  it.each([
    ['test_jitter_with_zero_delay_does_not_raise', null, 0],
    ['a delay below nothing is not spread', -7, -7],
  ] as const)('::%s', (_title, retryDelay, seconds) => {
    const empiricalPolicy = new TaskRunPolicy({ retries: 2, retryDelay, retryJitterFactor: 0.5 }) as never;
    const run = { runCount: 1, empiricalPolicy };
    const moved = move({ kind: 'task', from: 'RUNNING', to: 'FAILED', rules: ['RetryFailedTasks'], run });
    expect(moved).toMatchObject({ status: 'REJECT', state: { type: 'SCHEDULED' } });
    expect(moved.details3.scheduledTime).toEqual(inSeconds(seconds));
  });
});

describe(`${FILE}::TestPreventResultDataLoss`, () => {
  const completed = (rule: string, initial: unknown, proposed: unknown = null): string =>
    move({
      from: 'COMPLETED',
      to: 'COMPLETED',
      rules: [rule],
      initial: { data: initial },
      proposed: { data: proposed },
    }).status;
  const prevent = 'PreventResultDataLoss';
  const handle = 'HandleFlowTerminalStateTransitions';

  it.each([
    ['test_rejects_completed_to_completed_when_result_data_is_lost', prevent, METADATA, null, 'REJECT'],
    ['test_allows_completed_to_completed_without_result_data', prevent, null, null, 'ACCEPT'],
    ['test_allows_completed_to_completed_with_unpersisted_initial', prevent, { type: 'unpersisted' }, null, 'ACCEPT'],
    ['test_handle_flow_terminal_also_rejects_data_loss', handle, METADATA, null, 'REJECT'],
    ['a result takes the place of another', prevent, METADATA, { ...METADATA, storage_key: 'l' }, 'ACCEPT'],
    ['an object of nothing takes the place of a result', prevent, METADATA, {}, 'ACCEPT'],
    ['an object of nothing is no result to be lost', prevent, {}, null, 'ACCEPT'],
  ])('::%s', (_title, rule, initial, proposed, status) => {
    expect(completed(rule, initial, proposed)).toBe(status);
  });

  it.each(SCALARS.map((data) => ({ data })))('::test_accepts_scalar_initial_data[$data]', ({ data }) => {
    expect(completed(prevent, data)).toBe('ACCEPT');
  });

  it.each(SCALARS.map((data) => ({ data })))(
    '::test_accepts_scalar_proposed_data_with_persisted_initial[$data]',
    ({ data }) => {
      expect(completed(prevent, METADATA, data)).toBe('REJECT');
    },
  );

  it.each(SCALARS.map((data) => ({ data })))(
    '::test_handle_flow_terminal_accepts_scalar_initial_data[$data]',
    ({ data }) => {
      expect(completed(handle, data)).toBe('ACCEPT');
      const again = move({ from: 'COMPLETED', to: 'RUNNING', rules: [handle], initial: { data } });
      expect(again.status).toBe('ACCEPT');
    },
  );
});

describe(`${FILE}::TestEnsureOnlyScheduledFlowMarkedLate`, () => {
  const given = { to: 'SCHEDULED', rules: ['EnsureOnlyScheduledFlowsMarkedLate'], proposed: { name: 'Late' } } as const;

  it('::test_reject_marking_already_late_flow_as_late', () => {
    const { status, details } = move({ ...given, from: 'SCHEDULED', initial: { name: 'Late' } });
    expect({ status, ...details }).toMatchObject({ status: 'REJECT', reason: 'This flow run is already marked late.' });
    expect(move({ ...given, from: 'SCHEDULED' }).status).toBe('ACCEPT');
  });

  it('lets a flow run begin with a late state', () => {
    expect(move({ ...given, from: null }).status).toBe('ACCEPT');
  });
});

describe(`${FILE}::TestPreventPendingTransitions`, () => {
  const pending = (initial: string, proposed: string, details: object = {}): ReturnType<typeof move> =>
    move({
      from: 'PENDING',
      to: 'PENDING',
      rules: ['PreventPendingTransitions'],
      initial: { name: initial, stateDetails: details },
      proposed: { name: proposed },
    });

  it.each([
    ['Pending', 'Submitting'],
    ['Submitting', 'InfrastructurePending'],
    ['Pending', 'InfrastructurePending'],
  ])('::test_pending_to_pending_with_different_name_is_accepted[%s => %s]', (from, to) => {
    expect(pending(from, to)).toMatchObject({ status: 'ACCEPT', state: { name: to } });
  });

  it.each([
    ['test_pending_to_pending_with_same_name_is_aborted', 'Pending', 'Pending'],
    ['test_pending_to_pending_with_same_name_is_aborted', 'Submitting', 'Submitting'],
    ['test_pending_back_to_pending_is_aborted', 'Submitting', 'Pending'],
    ['test_pending_back_to_pending_is_aborted', 'InfrastructurePending', 'Pending'],
  ])('::%s[%s => %s]', (_title, from, to) => {
    const reason = 'This run is in a PENDING state and cannot transition to a PENDING state.';
    expect(pending(from, to)).toMatchObject({ status: 'ABORT', details: { reason } });
  });

  it('::test_pending_name_change_preserves_state_details', () => {
    const details = { scheduledTime: inSeconds(-5), deploymentConcurrencyLeaseId: ID };
    expect(pending('Pending', 'Submitting', details)).toMatchObject({ status: 'ACCEPT', details3: details });
  });
});

describe(`${FILE}::TestHandleCancellingStateTransitions`, () => {
  it.each(TYPES.filter((type) => type !== 'CANCELLED'))('::test_does_not_block_cancelled_to_other_states[%s]', (to) => {
    const rules = ['EnforceCancellingToCancelledTransition'];
    expect(move({ from: 'CANCELLED', to, rules }).status).toBe('ACCEPT');
    expect(move({ from: 'CANCELLING', to, rules }).status).toBe('REJECT');
  });
});

describe(`${FILE}::TestPreserveDeploymentConcurrencyLeaseId`, () => {
  const leaseAfter = (given: Partial<Move>, initial: string | null, proposed: string | null = null): string | null =>
    move({
      from: 'PENDING',
      to: 'RUNNING',
      rules: ['PreserveDeploymentConcurrencyLeaseId'],
      initial: { name: 'Pending', stateDetails: { deploymentConcurrencyLeaseId: initial } },
      proposed: { name: 'Submitting', stateDetails: { deploymentConcurrencyLeaseId: proposed } },
      ...given,
    }).details3.deploymentConcurrencyLeaseId;

  it.each([
    ['test_lease_id_copied_when_proposed_is_null', { to: 'PENDING' }, ID, null, ID],
    ['test_lease_id_not_overwritten_when_proposed_has_value', { to: 'PENDING' }, ID, OTHER_ID, OTHER_ID],
    ['test_handles_none_states', { from: null }, null, OTHER_ID, OTHER_ID],
    ['test_preserves_across_all_transition_types', {}, ID, null, ID],
    [
      'test_preserves_before_other_transforms',
      { to: 'PENDING', rules: ['PreserveDeploymentConcurrencyLeaseId', 'PreventPendingTransitions'] },
      ...[ID, null, ID],
    ],
  ] as [string, Partial<Move>, string | null, string | null, string | null][])(
    '::%s',
    (_title, given, initial, proposed, kept) => {
      expect(leaseAfter(given, initial, proposed)).toBe(kept);
    },
  );

  it('begins to run with the lease that it was pending with', () => {
    const rules = ['ValidateDeploymentConcurrencyAtRunning'];
    expect(leaseAfter({ rules }, ID, OTHER_ID)).toBe(ID);
    expect(leaseAfter({ rules }, null, OTHER_ID)).toBeNull();
    expect(leaseAfter({ rules, to: 'COMPLETED' }, ID, OTHER_ID)).toBe(OTHER_ID);
  });
});
