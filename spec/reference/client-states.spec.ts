/*
 * Ported from the reference, prefect 2.20.25: tests/test_states.py, all that is about states. What needs a flow engine or
 * synchronous calls is listed in docs/differences.md.
 */
import { randomUUID } from 'node:crypto';

import {
  CancelledRun,
  CrashedRun,
  FailedRun,
  getStateResult,
  isState,
  isStateIterable,
  LiteralResult,
  PersistedResult,
  raiseStateException,
  returnValueToState,
  State,
  StateGroup,
  UnpersistedResult,
  ValueError,
} from '../../src/index.js';

const FILE = 'tests/test_states.py';

describe(FILE, () => {
  it('::test_is_state', () => {
    expect(isState(State.completed())).toBe(true);
  });

  it('::test_is_not_state', () => {
    expect(isState(null)).toBe(false);
    expect(isState('test')).toBe(false);
  });

  it('::test_is_state_requires_instance', () => {
    expect(isState(State)).toBe(false);
  });

  // a tuple of the reference is an array that does not change
  const ITERABLES: [string, (...states: State[]) => unknown][] = [
    ['set', (...states) => new Set(states)],
    ['list', (...states) => states],
    ['tuple', (...states) => Object.freeze(states)],
  ];

  it.each(ITERABLES)('::test_is_state_iterable[%s]', (_name, make) => {
    expect(isStateIterable(make(State.completed(), State.completed()))).toBe(true);
  });

  it('::test_is_not_state_iterable_if_unsupported_iterable_type', () => {
    expect(isStateIterable(new Map([0, 1, 2].map((i) => [State.completed(), i])))).toBe(false);
  });

  it.each(ITERABLES)('::test_is_not_state_iterable_if_empty[%s]', (_name, make) => {
    expect(isStateIterable(make())).toBe(false);
  });
});

describe.each([
  ['Failed', (fields: object) => State.failed(fields), FailedRun],
  ['Crashed', (fields: object) => State.crashed(fields), CrashedRun],
  ['Cancelled', (fields: object) => State.cancelled(fields), CancelledRun],
] as const)(`${FILE}::TestRaiseStateException[%s]`, (_name, make, Wrapper) => {
  it('::test_raises_state_exception', async () => {
    await expect(raiseStateException(make({ data: ValueError.of('Test') }))).rejects.toThrow(ValueError.of('Test'));
  });

  it('::test_returns_without_error_for_completed_states', async () => {
    await expect(raiseStateException(State.completed())).resolves.toBeUndefined();
  });

  it('::test_raises_nested_state_exception', async () => {
    const data = State.failed({ data: ValueError.of('Test') });
    await expect(raiseStateException(make({ data }))).rejects.toThrow(ValueError.of('Test'));
  });

  it('::test_raises_value_error_if_nested_state_is_not_failed', async () => {
    const data = State.completed({ data: 'test' });
    await expect(raiseStateException(make({ data }))).rejects.toThrow(/Expected failed or crashed state got Completed/);
  });

  it('::test_raises_first_nested_multistate_exception', async () => {
    const data = [
      State.completed({ data: 'test' }),
      State.failed({ data: ValueError.of('Test') }),
      State.failed({ data: ValueError.of('Should not be raised') }),
    ];
    await expect(raiseStateException(make({ data }))).rejects.toThrow(ValueError.of('Test'));
  });

  it('::test_value_error_if_all_multistates_are_not_failed', async () => {
    const data = [
      State.completed(),
      State.completed(),
      State.completed({ data: ValueError.of('Should not be raised') }),
    ];
    await expect(raiseStateException(make({ data }))).rejects.toThrow(
      'Failed state result was an iterable of states but none were failed',
    );
  });

  it.each([
    ['foo', 'foo'],
    ['LiteralResult', new LiteralResult({ value: 'foo' })],
  ])('::test_raises_wrapper_with_message_if_result_is_string[%s]', async (_title, data) => {
    await expect(raiseStateException(make({ data }))).rejects.toBeInstanceOf(Wrapper);
  });

  it('::test_raises_base_exception', async () => {
    await expect(raiseStateException(make({ data: new Error('foo') }))).rejects.toThrow(new Error('foo'));
  });

  it('::test_raises_wrapper_with_state_message_if_result_is_null', async () => {
    await expect(raiseStateException(make({ data: null, message: 'foo' }))).rejects.toEqual(new Wrapper('foo'));
  });

  it('::test_raises_error_if_failed_state_does_not_contain_exception', async () => {
    await expect(raiseStateException(make({ data: 2 }))).rejects.toThrow('int cannot be resolved into an exception');
  });
});

describe(`${FILE}::TestReturnValueToState`, () => {
  it('::test_returns_single_state_unaltered', async () => {
    const state = State.completed({ data: 'hello!' });
    expect(await returnValueToState(state)).toBe(state);
  });

  it('::test_returns_single_state_with_null_data', async () => {
    const state = State.completed({ data: null });
    const result = await returnValueToState(state);
    expect(result).toBe(state);
    expect(result.data).toBeInstanceOf(UnpersistedResult);
    expect(await getStateResult(result)).toBeNull();
  });

  it('::test_returns_single_state_with_data_to_persist', async () => {
    const storage = new Map<string, unknown>();
    const persist = (value: unknown): PersistedResult => {
      const storageKey = randomUUID();
      storage.set(storageKey, value);
      return new PersistedResult({ serializerType: 'pickle', storageBlockId: randomUUID(), storageKey });
    };
    const state = State.completed({ data: 1 });
    const result = await returnValueToState(state, persist);
    expect(result).toBe(state);
    expect(result.data).toBeInstanceOf(PersistedResult);
    expect(await getStateResult(result, { readResult: ({ storageKey }) => storage.get(storageKey) })).toBe(1);
  });

  it('::test_returns_single_state_unaltered_with_user_created_reference', async () => {
    const result = UnpersistedResult.create('test');
    const state = State.completed({ data: result });
    const returned = await returnValueToState(state);
    expect(returned).toBe(state);
    expect(returned.data).toBe(result);
    expect(await getStateResult(returned)).toBe('test');
  });

  it('::test_all_completed_states', async () => {
    const states = [State.completed({ message: 'hi' }), State.completed({ message: 'bye' })];
    const result = await returnValueToState(states);
    expect(await getStateResult(result)).toBe(states);
    expect(result.message).toBe('All states completed.');
    expect(result.isCompleted()).toBe(true);
  });

  it('::test_some_failed_states', async () => {
    const states = [
      State.completed({ message: 'hi' }),
      State.failed({ message: 'bye' }),
      State.failed({ message: 'err' }),
    ];
    const result = await returnValueToState(states);
    expect(await getStateResult(result, { raiseOnFailure: false })).toBe(states);
    expect(result.message).toBe('2/3 states failed.');
    expect(result.isFailed()).toBe(true);
  });

  it('::test_some_unfinal_states', async () => {
    const states = [
      State.completed({ message: 'hi' }),
      State.running({ message: 'bye' }),
      State.pending({ message: 'err' }),
    ];
    const result = await returnValueToState(states);
    expect(await getStateResult(result, { raiseOnFailure: false })).toBe(states);
    expect(result.message).toBe('2/3 states are not final.');
    expect(result.isFailed()).toBe(true);
  });

  it.each(['taskRunId', 'flowRunId'])('::test_single_state_in_future_is_processed[%s]', async (runIdentifier) => {
    const state = State.completed({ data: 'test', stateDetails: { [runIdentifier]: randomUUID() } });
    const result = await returnValueToState(state);
    expect(await getStateResult(result)).toBe(state);
    expect(result.isCompleted()).toBe(true);
    expect(result.message).toBe('All states completed.');
  });

  it('::test_non_prefect_types_return_completed_state', async () => {
    const result = await returnValueToState('foo');
    expect(result.isCompleted()).toBe(true);
    expect(await getStateResult(result)).toBe('foo');
  });
});

describe(`${FILE}::TestStateGroup`, () => {
  const error = (text: string): { data: Error } => ({ data: ValueError.of(text) });
  const completed = (): State => State.completed({ data: 'test' });

  it('::test_fail_count', () => {
    const states = [
      ...['1', '2', '3'].map((text) => State.failed(error(text))),
      ...['4', '5'].map((text) => State.crashed(error(text))),
    ];
    expect(new StateGroup(states).failCount).toBe(5);
  });

  it('::test_all_completed', () => {
    expect(new StateGroup([completed(), completed(), completed()]).allCompleted()).toBe(true);
    expect(new StateGroup([completed(), State.failed(error('1'))]).allCompleted()).toBe(false);
  });

  it('::test_any_cancelled', () => {
    expect(new StateGroup([State.cancelled(), State.failed(error('1'))]).anyCancelled()).toBe(true);
    expect(new StateGroup([completed(), State.failed(error('1'))]).anyCancelled()).toBe(false);
  });

  it('::test_any_paused', () => {
    expect(new StateGroup([State.paused(), State.failed(error('1'))]).anyPaused()).toBe(true);
    expect(new StateGroup([completed(), State.failed(error('1'))]).anyPaused()).toBe(false);
  });

  it('::test_any_failed', () => {
    expect(new StateGroup([completed(), State.failed(error('1'))]).anyFailed()).toBe(true);
    expect(new StateGroup([completed(), completed(), completed()]).anyFailed()).toBe(false);
  });

  it('::test_all_final', () => {
    const final = [
      State.failed(error('failed')),
      State.crashed(error('crashed')),
      State.completed({ data: 'complete' }),
      State.cancelled({ data: 'cancelled' }),
    ];
    expect(new StateGroup(final).allFinal()).toBe(true);
    expect(new StateGroup([...final, State.running()]).allFinal()).toBe(false);
    expect(new StateGroup([...final.slice(0, 3), State.paused({ data: 'paused' }), State.running()]).allFinal()).toBe(
      false,
    );
  });

  it('::test_counts_message_all_final', () => {
    const message = new StateGroup([
      State.failed(error('failed')),
      State.crashed(error('crashed')),
      State.completed({ data: 'complete' }),
      State.cancelled({ data: 'cancelled' }),
    ]).countsMessage();
    for (const part of ['total=4', "'FAILED'=1", "'CRASHED'=1", "'COMPLETED'=1", "'CANCELLED'=1"]) {
      expect(message).toContain(part);
    }
  });

  it('::test_counts_message_some_non_final', () => {
    const message = new StateGroup([
      State.failed(error('failed')),
      State.running(),
      State.crashed(error('crashed')),
      State.running(),
    ]).countsMessage();
    for (const part of ['total=4', 'not_final=2', "'FAILED'=1", "'CRASHED'=1", "'RUNNING'=2"]) {
      expect(message).toContain(part);
    }
  });
});
