/*
 * Ported from the reference, prefect 3.8.8: tests/test_states.py. What it tests twice, awaited and not, is here once, since
 * results are always awaited; what needs a flow engine or Python's exits is listed in docs/differences.md.
 */
import { randomUUID } from 'node:crypto';

import { CancelledRun, CrashedRun, FailedRun, isStateIterable, ValueError } from '../../src/index.js';
import {
  exceptionToCrashedState,
  exceptionToFailedState,
  getStateException,
  getStateResult,
  raiseStateException,
  ResultRecord,
  type ResultRecordMetadata,
  returnValueToState,
  State,
  StateGroup,
} from '../../src/v3/index.js';

const FILE = 'tests/test_states.py';

/** Keeps results by their keys, as a folder would. */
class Store {
  readonly #kept = new Map<string | null, unknown>();

  readonly writeResult = ({ result, metadata }: ResultRecord): void => {
    this.#kept.set(metadata.storageKey, result);
  };

  readonly readResult = ({ storageKey }: ResultRecordMetadata): unknown => {
    if (!this.has(storageKey)) throw new Error('not there');
    return this.#kept.get(storageKey);
  };

  has(key: string | null): boolean {
    return this.#kept.has(key);
  }
}

/** The metadata of the record that a state holds. */
function metadataOf({ data }: { readonly data: unknown }): ResultRecordMetadata {
  expect(data).toBeInstanceOf(ResultRecord);
  return (data as ResultRecord).metadata;
}

describe(FILE, () => {
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

  it('::test_state_returns_expected_result', async () => {
    expect(await getStateResult(State.completed({ data: 'test' }))).toBe('test');
    const data = new ResultRecord('test', { storageKey: 'test', serializer: { type: 'json' } });
    expect(await getStateResult(State.completed({ data }))).toBe('test');
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
    const failed = ['Test', 'Should not be raised'].map((text) => State.failed({ data: ValueError.of(text) }));
    const data = [State.completed({ data: 'test' }), ...failed];
    await expect(raiseStateException(make({ data }))).rejects.toThrow(ValueError.of('Test'));
  });

  it('::test_value_error_if_all_multistates_are_not_failed', async () => {
    const data = [State.completed(), State.completed({ data: ValueError.of('Should not be raised') })];
    await expect(raiseStateException(make({ data }))).rejects.toThrow(
      'Failed state result was an iterable of states but none were failed',
    );
  });

  it('::test_raises_wrapper_with_message_if_result_is_string', async () => {
    await expect(raiseStateException(make({ data: 'foo' }))).rejects.toEqual(new Wrapper('foo'));
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

  /** A state as it comes from a server, and the way to the exception that was kept before. */
  async function keptException(): Promise<[State, Store]> {
    const store = new Store();
    const { data } = await returnValueToState(ValueError.of('persisted error'), store);
    return [make({ data: metadataOf({ data }) }), store];
  }

  it.each([
    '::test_aget_state_exception_from_result_record_metadata',
    '::test_get_state_exception_from_result_record_metadata',
  ])('%s', async () => {
    const [state, store] = await keptException();
    expect(await getStateException(state, store)).toEqual(ValueError.of('persisted error'));
  });

  it.each([
    '::test_araise_state_exception_from_result_record_metadata',
    '::test_raise_state_exception_from_result_record_metadata',
  ])('%s', async () => {
    const [state, store] = await keptException();
    await expect(raiseStateException(state, store)).rejects.toThrow(ValueError.of('persisted error'));
  });
});

describe.each(['TestReturnValueToState', 'TestReturnValueToStateSync'])(`${FILE}::%s`, () => {
  it('::test_returns_single_state_unaltered', async () => {
    const state = State.completed({ data: 'hello!' });
    expect(await returnValueToState(state)).toBe(state);
  });

  it('::test_returns_single_state_with_null_data_and_persist_off, ::test_returns_single_state_with_null_data', async () => {
    const [state, store] = [State.completed({ data: null }), new Store()];
    expect(await returnValueToState(state)).toBe(state);
    const { storageKey } = metadataOf(state);
    expect(storageKey).toMatch(/^[0-9a-f]{32}$/);
    expect(store.has(storageKey)).toBe(false);
    expect(await getStateResult(state)).toBeNull();
  });

  it('::test_returns_single_state_with_data_to_persist', async () => {
    const [state, store] = [State.completed({ data: 1 }), new Store()];
    expect(await returnValueToState(state, store)).toBe(state);
    expect(store.has(metadataOf(state).storageKey)).toBe(true);
    expect(await getStateResult(state)).toBe(1);
    // and from the wire
    expect(await getStateResult(State.parseJson(state.json()), store)).toBe(1);
  });

  it('::test_returns_persisted_result_records_unaltered', async () => {
    const record = new ResultRecord(42);
    const state = await returnValueToState(record);
    expect(state.data).toBe(record);
    expect(await getStateResult(state)).toBe(42);
  });

  it('::test_returns_single_state_unaltered_with_user_created_reference', async () => {
    const record = new ResultRecord('test');
    const state = State.completed({ data: record });
    expect(await returnValueToState(state)).toBe(state);
    expect(state.data).toBe(record);
    expect(await getStateResult(state)).toBe('test');
  });

  it.each([
    [
      '::test_all_completed_states',
      () => [State.completed({ message: 'hi' }), State.completed({ message: 'bye' })],
      "Completed('All states completed.')",
    ],
    [
      '::test_some_failed_states',
      () => [State.completed({ message: 'hi' }), State.failed({ message: 'bye' }), State.failed({ message: 'err' })],
      "Failed('2/3 states failed.')",
    ],
    [
      '::test_some_unfinal_states',
      () => [State.completed({ message: 'hi' }), State.running({ message: 'bye' }), State.pending({ message: 'err' })],
      "Failed('2/3 states are not final.')",
    ],
    [
      '::test_some_cancelled_states',
      () => [State.completed({ message: 'hi' }), State.cancelled({ message: 'bye' })],
      "Cancelled('1/2 states cancelled.')",
    ],
  ])('%s', async (_title, make, text) => {
    const states = make();
    const state = await returnValueToState(states);
    expect(await getStateResult(state, { raiseOnFailure: false })).toBe(states);
    expect(String(state)).toBe(text);
  });

  it('::test_some_paused_states', async () => {
    const state = await returnValueToState([State.completed({ message: 'hi' }), State.paused({ message: 'bye' })]);
    expect(String(state)).toBe("Paused('1/2 states paused.')");
    expect(state.data).toBeInstanceOf(ResultRecord);
  });

  it.each(['taskRunId', 'flowRunId'])('::test_single_state_in_future_is_processed[%s]', async (runIdentifier) => {
    const state = State.completed({ data: 'test', stateDetails: { [runIdentifier]: randomUUID() } });
    const result = await returnValueToState(state);
    expect(await getStateResult(result)).toBe(state);
    expect(String(result)).toBe("Completed('All states completed.')");
  });

  it('::test_non_prefect_types_return_completed_state', async () => {
    const state = await returnValueToState('foo');
    expect(state.isCompleted()).toBe(true);
    expect(await getStateResult(state)).toBe('foo');
  });

  it('::test_generator_converted_to_list', async () => {
    function* generate(): Generator<number> {
      yield* [1, 2, 3];
    }
    const state = await returnValueToState(generate());
    expect(state.isCompleted()).toBe(true);
    expect(await getStateResult(state)).toEqual([1, 2, 3]);
  });
});

describe(`${FILE}::TestStateGroup`, () => {
  const error = (text: string): { data: Error } => ({ data: ValueError.of(text) });
  const completed = (): State => State.completed({ data: 'test' });
  const failed = (): State => State.failed(error('1'));
  const ended = (): State[] => [
    State.failed(error('failed')),
    State.crashed(error('crashed')),
    State.completed({ data: 'complete' }),
  ];

  it('::test_fail_count', () => {
    const states = [failed(), failed(), failed(), State.crashed(error('4')), State.crashed(error('5'))];
    expect(new StateGroup(states).failCount).toBe(5);
  });

  it('::test_all_completed', () => {
    expect(new StateGroup([completed(), completed(), completed()]).allCompleted()).toBe(true);
    expect(new StateGroup([completed(), failed()]).allCompleted()).toBe(false);
  });

  it('::test_any_cancelled', () => {
    expect(new StateGroup([State.cancelled(), failed()]).anyCancelled()).toBe(true);
    expect(new StateGroup([completed(), failed()]).anyCancelled()).toBe(false);
  });

  it('::test_any_paused', () => {
    expect(new StateGroup([State.paused(), failed()]).anyPaused()).toBe(true);
    expect(new StateGroup([completed(), failed()]).anyPaused()).toBe(false);
  });

  it('::test_any_failed', () => {
    expect(new StateGroup([completed(), failed()]).anyFailed()).toBe(true);
    expect(new StateGroup([completed(), completed(), completed()]).anyFailed()).toBe(false);
  });

  it('::test_all_final', () => {
    const cancelled = State.cancelled({ data: 'cancelled' });
    expect(new StateGroup([...ended(), cancelled]).allFinal()).toBe(true);
    expect(new StateGroup([...ended(), cancelled, State.running()]).allFinal()).toBe(false);
    expect(new StateGroup([...ended(), State.paused({ data: 'paused' }), State.running()]).allFinal()).toBe(false);
  });

  it('::test_counts_message_all_final', () => {
    const message = new StateGroup([...ended(), State.cancelled({ data: 'cancelled' })]).countsMessage();
    for (const part of ['total=4', "'FAILED'=1", "'CRASHED'=1", "'COMPLETED'=1", "'CANCELLED'=1"])
      expect(message).toContain(part);
  });

  it('::test_counts_message_some_non_final', () => {
    const states = [failed(), State.running(), State.crashed(error('crashed')), State.running()];
    const message = new StateGroup(states).countsMessage();
    for (const part of ['total=4', 'not_final=2', "'FAILED'=1", "'CRASHED'=1", "'RUNNING'=2"])
      expect(message).toContain(part);
  });
});

describe(`${FILE}::TestExceptionToCrashedStateSync`, () => {
  const message = async (error: unknown): Promise<string | null> => {
    const state = await exceptionToCrashedState(error);
    expect(state.isCrashed()).toBe(true);
    return state.message;
  };

  it.each(['::test_works_without_async_backend', '::test_returns_crashed_state_for_generic_exception'])(
    '%s',
    async () => {
      const error = new RangeError('something went wrong');
      expect(await message(error)).toBe(
        'Execution was interrupted by an unexpected exception: RangeError: something went wrong',
      );
      expect((await exceptionToCrashedState(error)).data).toBe(error);
    },
  );

  it('::test_handles_termination_signal_without_async_backend', async () => {
    const error = Object.assign(new Error('ended'), { signal: 'SIGTERM' });
    expect(await message(error)).toBe('Execution was aborted by a termination signal.');
  });

  it.each([
    '::test_handles_keyboard_interrupt_without_async_backend',
    '::test_returns_crashed_state_for_keyboard_interrupt',
  ])('%s', async () => {
    const error = Object.assign(new Error('ended'), { signal: 'SIGINT' });
    expect(await message(error)).toBe('Execution was aborted by an interrupt signal.');
  });

  it('::test_stores_exception_in_result_store_when_provided', async () => {
    const state = await exceptionToCrashedState(ValueError.of('test error'), { record: {} });
    expect(metadataOf(state).storageKey).toMatch(/^[0-9a-f]{32}$/);
    expect(await getStateResult(state, { raiseOnFailure: false })).toEqual(ValueError.of('test error'));
  });
});

describe(`${FILE}::TestExceptionToFailedStateSync`, () => {
  const error = ValueError.of('test error');

  it('::test_returns_failed_state_with_passed_exception', async () => {
    const state = await exceptionToFailedState(error);
    expect(String(state)).toBe("Failed('ValueError: test error')");
    expect(state.data).toBe(error);
    expect(state.stateDetails.retriable).toBe(false);
  });

  it('::test_raises_if_no_exception_and_no_active_exception', async () => {
    await expect(exceptionToFailedState(undefined)).rejects.toThrow(/no active exception/);
  });

  it('::test_stores_exception_in_result_store_when_provided', async () => {
    const state = await exceptionToFailedState(error, { record: {} });
    expect(metadataOf(state).storageKey).toMatch(/^[0-9a-f]{32}$/);
    expect(await getStateResult(state, { raiseOnFailure: false })).toBe(error);
  });

  it('::test_persists_result_when_write_result_is_true', async () => {
    const store = new Store();
    const state = await exceptionToFailedState(error, { record: store });
    expect(store.has(metadataOf(state).storageKey)).toBe(true);
  });

  it('::test_prepends_existing_message', async () => {
    const state = await exceptionToFailedState(error, { message: 'Context:' });
    expect(state.message).toBe('Context: ValueError: test error');
  });
});

describe(`${FILE}::TestSubmittingState`, () => {
  it('::test_submitting_is_pending_type', () => {
    const state = State.submitting();
    expect(state.isPending()).toBe(true);
    expect(state.name).toBe('Submitting');
  });

  it('::test_submitting_with_message', () => {
    const state = State.submitting({ message: 'Creating infrastructure' });
    expect(state.isPending()).toBe(true);
    expect(state).toMatchObject({ name: 'Submitting', message: 'Creating infrastructure' });
  });
});

describe(`${FILE}::TestInfrastructurePendingState`, () => {
  it('::test_infrastructure_pending_is_pending_type', () => {
    const state = State.infrastructurePending();
    expect(state.isPending()).toBe(true);
    expect(state.name).toBe('InfrastructurePending');
  });

  it('::test_infrastructure_pending_with_message', () => {
    const state = State.infrastructurePending({ message: 'Pod is starting' });
    expect(state.isPending()).toBe(true);
    expect(state).toMatchObject({ name: 'InfrastructurePending', message: 'Pod is starting' });
  });
});
