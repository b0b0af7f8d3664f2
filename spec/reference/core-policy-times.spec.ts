/* Ported from the reference, prefect 2.20.25: tests/server/orchestration/test_core_policy.py: when a run may begin. */
import { StateType } from '../../src/index.js';
import { ANY_STATE } from '../../src/transitions/index.js';
import { inSeconds, move } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_core_policy.py';
const TYPES = Object.values(StateType);
const KINDS = ['task', 'flow'] as const;
const TRANSITION_IDS = ['55555555-5555-4555-8555-555555555555', '66666666-6666-4666-8666-666666666666'] as const;

describe.each(KINDS)(`${FILE}::TestWaitForScheduledTimeRule[%s]`, (kind) => {
  const rules = ['WaitForScheduledTime'];

  it.each(['SCHEDULED', 'PENDING'] as const)('::test_running_after_scheduled_start_time_is_not_delayed[%s]', (from) => {
    const initial = { stateDetails: { scheduledTime: inSeconds(-300) } };
    expect(move({ kind, from, to: 'RUNNING', rules, initial })).toMatchObject({
      status: 'ACCEPT',
      state: { type: 'RUNNING' },
    });
  });

  it.each(['SCHEDULED', 'PENDING'] as const)('::test_running_before_scheduled_start_time_is_delayed[%s]', (from) => {
    const initial = { stateDetails: { scheduledTime: inSeconds(300) } };
    const { status, details, isNew } = move({ kind, from, to: 'RUNNING', rules, initial });
    expect({ status, isNew }).toEqual({ status: 'WAIT', isNew: false });
    expect(details).toMatchObject({ delaySeconds: 300, reason: 'Scheduled time is in the future' });
  });

  it.each(['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const)(
    '::test_scheduling_rule_does_not_fire_against_other_state_types[%s]',
    (to) => {
      const initial = { stateDetails: { scheduledTime: inSeconds(300) } };
      expect(move({ kind, from: 'SCHEDULED', to, rules, initial }).status).toBe('ACCEPT');
    },
  );
});

describe.each(KINDS)(`${FILE}::TestCopyScheduledTime[%s]`, (kind) => {
  const rules = ['CopyScheduledTime'];

  it('::test_scheduled_time_copied_from_scheduled_to_pending', () => {
    const scheduledTime = inSeconds(-300);
    const { state } = move({
      kind,
      from: 'SCHEDULED',
      to: 'PENDING',
      rules,
      initial: { stateDetails: { scheduledTime } },
    });
    expect(state).toMatchObject({ type: 'PENDING', stateDetails: { scheduledTime } });
  });

  it.each(['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED', 'RUNNING'] as const)(
    '::test_scheduled_time_not_copied_for_other_transitions[%s]',
    (to) => {
      const initial = { stateDetails: { scheduledTime: inSeconds(300) } };
      const { state } = move({ kind, from: 'SCHEDULED', to, rules, initial });
      expect(state!.stateDetails.scheduledTime).toBeNull();
    },
  );
});

describe(`${FILE}::TestEnsureOnlyScheduledFlowMarkedLate`, () => {
  const rules = ['EnsureOnlyScheduledFlowsMarkedLate'];
  const proposed = { name: 'Late' };

  it.each(['RUNNING', 'PENDING', 'COMPLETED', 'FAILED', 'CANCELLING'] as const)(
    '::test_reject_marking_states_other_than_scheduled_as_late[%s]',
    (from) => {
      expect(move({ from, to: 'SCHEDULED', rules, proposed })).toMatchObject({
        status: 'REJECT',
        details: { reason: 'Only scheduled flows can be marked late.' },
        state: { type: from },
      });
    },
  );

  it('::test_scheduled_to_late_transition_is_accepted', () => {
    expect(move({ from: 'SCHEDULED', to: 'SCHEDULED', rules, proposed })).toMatchObject({
      status: 'ACCEPT',
      state: { name: 'Late' },
    });
  });
});

describe(`${FILE}::TestPreventPendingTransitions`, () => {
  const rules = ['PreventPendingTransitions'];
  const banned: readonly StateType[] = ['CANCELLING', 'CANCELLED', 'RUNNING', 'PENDING'];
  const allowed = TYPES.flatMap((from) => TYPES.map((to) => [from, to] as const)).filter(
    ([from, to]) => !(to === 'PENDING' && banned.includes(from)),
  );

  it.each(banned)('::test_banned_transitions_are_aborted[%s]', (from) => {
    expect(move({ from, to: 'PENDING', rules })).toMatchObject({
      status: 'ABORT',
      details: { reason: `This run is in a ${from} state and cannot transition to a PENDING state.` },
    });
  });

  it.each(allowed)('::test_all_other_transitions_are_accepted[%s => %s]', (from, to) => {
    expect(move({ from, to, rules }).status).toBe('ACCEPT');
  });
});

describe(`${FILE}::TestPreventDuplicateTransitions`, () => {
  const pending = (initialId: string | null, proposedId: string | null): ReturnType<typeof move> =>
    move({
      from: 'PENDING',
      to: 'PENDING',
      rules: ['PreventDuplicateTransitions'],
      initial: { stateDetails: { transitionId: initialId } },
      proposed: { stateDetails: { transitionId: proposedId } },
    });

  it.each([
    ['test_no_transition_ids', null, null],
    ['test_proposed_state_no_transition_id', TRANSITION_IDS[0], null],
    ['test_initial_state_no_transition_id', null, TRANSITION_IDS[0]],
    ['test_different_transition_ids', ...TRANSITION_IDS],
  ])('::%s', (_title, initialId, proposedId) => {
    expect(pending(initialId, proposedId)).toMatchObject({ status: 'ACCEPT', isNew: true });
  });

  it('::test_same_transition_id', () => {
    expect(pending(TRANSITION_IDS[0], TRANSITION_IDS[0])).toMatchObject({
      status: 'REJECT',
      details: { reason: 'This run has already made this state transition.' },
      isNew: false,
    });
  });
});

describe('the types of states', () => {
  it('are those of the reference, and none', () => {
    expect(ANY_STATE).toEqual([...TYPES, null]);
  });
});
