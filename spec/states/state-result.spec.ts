import {
  CancelledRun,
  CrashedRun,
  DataDocument,
  FailedRun,
  getStateException,
  getStateResult,
  MissingResult,
  PausedRun,
  State,
  type StateType,
  UnexpectedResult,
  UnfinishedRun,
  ValueError,
} from '../../src/index.js';

const state = (type: StateType, data: unknown = null, message: string | null = null): State =>
  State.parse({ type, data, message });

describe('getStateResult()', () => {
  it.each<[unknown, unknown]>([
    ['x', 'x'],
    [0, 0],
    [[], []],
    [{ type: 'literal', value: [1, 2] }, [1, 2]],
    [{ type: 'literal' }, null],
    [{ type: 'unknown', value: null }, null],
    [
      { type: 'unknown', value: 3 },
      { type: 'unknown', value: 3 },
    ],
    [{ encoding: 'json', blob: '{"a":1}' }, { a: 1 }],
    [
      { storage_key: 'k', serializer: {} },
      { storage_key: 'k', serializer: {} },
    ],
  ])('gives for the data %p the value %p', async (data, expected) => {
    expect(await getStateResult(state('COMPLETED', data))).toEqual(expected);
  });

  it('reads a reference by the reader that is passed', async () => {
    const data = {
      type: 'reference',
      serializer_type: 'json',
      storage_block_id: '97aba5b1-bc35-4780-ab5d-e68731442aba',
      storage_key: 'k',
    };
    const readResult = ({ storageKey, serializerType }: { storageKey: string; serializerType: string }) =>
      Promise.resolve(`${storageKey}.${serializerType}`);
    expect(await getStateResult(state('COMPLETED', data), { readResult })).toBe('k.json');
    await expect(getStateResult(state('COMPLETED', data))).rejects.toThrow('Pass a function that reads it');
  });

  it('gives what a failed run left, unless it is to throw', async () => {
    const quiet = { raiseOnFailure: false };
    expect(await getStateResult(state('FAILED', 'boo'), quiet)).toBe('boo');
    expect(await getStateResult(state('FAILED', null, 'msg'), quiet)).toEqual(new FailedRun('msg'));
    await expect(getStateResult(state('FAILED', { type: 'unpersisted' }), quiet)).rejects.toThrow(MissingResult);
  });
});

describe('getStateResult(), refusing', () => {
  it.each<[StateType, unknown, string]>([
    ['PAUSED', PausedRun, 'Run is paused, its result is not available.'],
    ['SCHEDULED', UnfinishedRun, 'Run is in SCHEDULED state, its result is not available.'],
    ['PENDING', UnfinishedRun, 'Run is in PENDING state, its result is not available.'],
    ['RUNNING', UnfinishedRun, 'Run is in RUNNING state, its result is not available.'],
    ['CANCELLING', UnfinishedRun, 'Run is in CANCELLING state, its result is not available.'],
    ['FAILED', FailedRun, 'Run failed.'],
    ['CRASHED', CrashedRun, 'Run crashed.'],
    ['CANCELLED', CancelledRun, 'Run cancelled.'],
    ['COMPLETED', MissingResult, 'State data is missing. Typically, this occurs when'],
  ])('says of a %s run why there is none', async (type, error, message) => {
    const result = getStateResult(state(type));
    await expect(result).rejects.toBeInstanceOf(error);
    await expect(result).rejects.toThrow(message);
  });

  it('gives the paused state with the error', async () => {
    const paused = State.paused();
    await expect(getStateResult(paused)).rejects.toMatchObject({ state: paused });
  });

  it('says that an unpersisted result is gone', async () => {
    await expect(getStateResult(state('COMPLETED', { type: 'unpersisted' }))).rejects.toThrow(
      'The result was not persisted and is no longer available.',
    );
  });
});

describe('getStateException()', () => {
  it('gives the error itself', async () => {
    const error = new RangeError('far');
    expect(await getStateException(State.failed({ data: error }))).toBe(error);
    expect(await getStateException(State.crashed({ data: [State.completed(), State.failed({ data: error })] }))).toBe(
      error,
    );
    expect(await getStateException(State.cancelled({ data: new Set([State.failed({ data: error })]) }))).toBe(error);
  });

  it('wraps a text, also one that is a literal result', async () => {
    expect(await getStateException(state('CRASHED', ''))).toEqual(new CrashedRun(''));
    expect(await getStateException(state('FAILED', { type: 'literal', value: 'boom' }))).toEqual(new FailedRun('boom'));
  });

  it('uses the message of the state where there is no data', async () => {
    expect(await getStateException(state('CANCELLED', null, 'by hand'))).toEqual(new CancelledRun('by hand'));
    expect(await getStateException(state('FAILED', { type: 'unknown', value: null }))).toEqual(
      new FailedRun('Run failed.'),
    );
  });

  it.each<[unknown, string]>([
    [2, 'Unexpected result for failed state: 2 —— int cannot be resolved into an exception'],
    [[], 'Unexpected result for failed state: [] —— list cannot be resolved into an exception'],
    [{ a: 1 }, "Unexpected result for failed state: {'a': 1} —— dict cannot be resolved into an exception"],
    [
      new DataDocument({ encoding: 'text', blob: 'x' }),
      "Unexpected result for failed state: DataDocument(encoding='text') —— DataDocument cannot be resolved into an exception",
    ],
  ])('refuses the data %p', async (data, message) => {
    const exception = getStateException(State.failed({ data }));
    await expect(exception).rejects.toBeInstanceOf(UnexpectedResult);
    await expect(exception).rejects.toThrow(message);
  });

  it('refuses a state that has not failed', async () => {
    await expect(getStateException(State.completed())).rejects.toThrow(
      ValueError.of('Expected failed or crashed state got Completed(message=None, type=COMPLETED, result=None).'),
    );
  });
});
