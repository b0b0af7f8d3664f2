/* Ported from the reference, prefect 2.20.25: tests/server/orchestration/test_core_policy.py: what becomes of results. */
import { State, StateType } from '../../src/index.js';
import { ANY_STATE } from '../../src/transitions/index.js';
import { inSeconds, move } from '../support/transitions.js';

const FILE = 'tests/server/orchestration/test_core_policy.py';
const TYPES = Object.values(StateType);
const KINDS = ['task', 'flow'] as const;
const TERMINAL = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const;
const TERMINAL_RULES = {
  task: ['HandleTaskTerminalStateTransitions'],
  flow: ['HandleFlowTerminalStateTransitions'],
} as const;
const RESULTS = {
  UnpersistedResult: { type: 'unpersisted' },
  PersistedResult: { type: 'reference', storage_key: 'k' },
  LiteralResult: { type: 'literal', value: null },
  UnknownResult: { type: 'unknown', value: null },
} as const;

describe(`${FILE}::TestCachingBackendLogic`, () => {
  const rules = ['CacheInsertion', 'CacheRetrieval'];
  const key = { cacheKey: 'cache-hit' };

  it.each([
    ['past', inSeconds(-86_400), 'ACCEPT', 'Running'],
    ['future', inSeconds(86_400), 'REJECT', 'Cached'],
    ['null', null, 'REJECT', 'Cached'],
  ] as const)('::test_set_and_retrieve_unexpired_cached_states[%s]', (_id, cacheExpiration, status, name) => {
    const details = { stateDetails: { ...key, cacheExpiration } };
    const first = move({ kind: 'task', from: 'RUNNING', to: 'COMPLETED', rules, initial: details, proposed: details });
    expect(first.status).toBe('ACCEPT');
    expect(first.effects).toMatchObject([
      { type: 'cache', cacheKey: 'cache-hit', cacheExpiration, stateId: first.state!.id },
    ]);
    // whoever loads the facts looks at the expiration
    const cached = cacheExpiration === null || cacheExpiration > inSeconds(0) ? first.state : null;
    const facts = { cached };
    const second = move({
      kind: 'task',
      from: 'PENDING',
      to: 'RUNNING',
      rules,
      initial: details,
      proposed: details,
      facts,
    });
    expect(second).toMatchObject({ status, state: { name } });
    expect(second.state!.id).not.toBe(first.state!.id);
  });

  it('takes no cached state when it is told to refresh it', () => {
    const cached = State.completed();
    const proposed = { stateDetails: { ...key, refreshCache: true } };
    const { status } = move({ kind: 'task', from: 'PENDING', to: 'RUNNING', rules, proposed, facts: { cached } });
    expect(status).toBe('ACCEPT');
  });

  it.each(TYPES.filter((type) => type !== 'COMPLETED'))('::test_only_cache_completed_states[%s]', (to) => {
    const details = { stateDetails: key };
    const { status, effects } = move({ kind: 'task', from: 'RUNNING', to, rules, initial: details, proposed: details });
    expect({ status, effects }).toEqual({ status: 'ACCEPT', effects: [] });
  });
});

describe.each(KINDS)(`${FILE}::TestTransitionsFromTerminalStatesRule[%s]`, (kind) => {
  const rules = TERMINAL_RULES[kind];
  const said = kind === 'flow' ? 'Run is already in terminal state' : 'Run is already';
  const onward = ['SCHEDULED', 'PENDING', 'RUNNING'] as const;

  it.each(TERMINAL)('::test_transitions_from_terminal_states_to_crashed_are_aborted[%s]', (from) => {
    const { status, details } = move({ kind, from, to: 'CRASHED', rules });
    expect({ status, ...details }).toMatchObject({ status: 'ABORT', reason: `${said} ${from}.` });
  });

  it.each(TERMINAL)('::test_transitions_from_terminal_states_to_cancelling_are_aborted[%s]', (from) => {
    expect(move({ kind, from, to: 'CANCELLING', rules }).status).toBe('ABORT');
  });

  // a flow run without a deployment cannot be scheduled, whatever its result
  it.each(
    [null, RESULTS.UnpersistedResult].flatMap((data) =>
      onward.filter((to) => kind === 'task' || to !== 'SCHEDULED').map((to) => [data?.type ?? null, to, data] as const),
    ),
  )(
    '::test_transitions_from_completed_to_non_final_states_allowed_without_persisted_result[%s, %s]',
    (_title, to, data) => {
      expect(move({ kind, from: 'COMPLETED', to, rules, initial: { data } }).status).toBe('ACCEPT');
    },
  );

  it.each(
    (['PersistedResult', 'LiteralResult', 'UnknownResult'] as const).flatMap((name) =>
      onward.map((to) => [name, to] as const),
    ),
  )('::test_transitions_from_completed_to_non_final_states_rejected_with_persisted_result[%s, %s]', (name, to) => {
    const { status, details } = move({ kind, from: 'COMPLETED', to, rules, initial: { data: RESULTS[name] } });
    const reason = kind === 'flow' ? 'Run is already COMPLETED.' : 'This run is already completed.';
    expect({ status, ...details }).toMatchObject({ status: 'REJECT', reason });
  });

  it.each(
    ANY_STATE.filter((from) => from === null || !(TERMINAL as readonly StateType[]).includes(from)).flatMap((from) =>
      TYPES.map((to) => [from, to] as const),
    ),
  )('::test_does_not_block_transitions_from_non_terminal_states[%s => %s]', (from, to) => {
    expect(move({ kind, from, to, rules }).status).toBe('ACCEPT');
  });

  it.each([
    ['{}', {}, 'ACCEPT'],
    ['""', '', 'ACCEPT'],
    ['0', 0, 'ACCEPT'],
    ['"text"', 'text', 'REJECT'],
  ])('sees whether data that is no result is anything: %s', (_title, data, status) => {
    expect(move({ kind, from: 'COMPLETED', to: 'RUNNING', rules, initial: { data } }).status).toBe(status);
  });
});

describe.each(KINDS)(`${FILE}::TestAddUnknownResultRule[%s]`, (kind) => {
  const rules = ['AddUnknownResult'];
  const ends = ['FAILED', 'CRASHED'] as const;

  it.each(ends)('::test_saves_unknown_result_if_last_state_used_persisted_results[%s]', (from) => {
    const { state } = move({ kind, from, to: 'COMPLETED', rules, initial: { data: RESULTS.PersistedResult } });
    expect(state!.data).toEqual({
      type: 'unknown',
      artifact_type: 'result',
      artifact_description: 'Unknown result persisted to Prefect.',
      value: null,
    });
  });

  it.each(
    ends.flatMap((from) => (['UnpersistedResult', 'LiteralResult'] as const).map((name) => [name, from] as const)),
  )('::test_does_not_save_unknown_result_if_last_result_did_not_use_persisted_results[%s, %s]', (name, from) => {
    const { state } = move({ kind, from, to: 'COMPLETED', rules, initial: { data: RESULTS[name] } });
    expect(state!.data).toBeNull();
  });
});
