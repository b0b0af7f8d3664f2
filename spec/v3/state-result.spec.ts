import { jest } from '@jest/globals';

import { FailedRun, MissingResult, UnfinishedRun, ValidationError, ValueError } from '../../src/index.js';
import {
  exceptionToCrashedState,
  exceptionToFailedState,
  getStateException,
  getStateResult,
  ResultRecord,
  ResultRecordMetadata,
  returnValueToState,
  State,
} from '../../src/v3/index.js';

const METADATA = { storage_key: 'k', serializer: { type: 'json' } };
const completed = State.completed({ data: METADATA });

describe("getStateResult() on Prefect 3's wire", () => {
  it.each<[unknown, unknown]>([
    ['x', 'x'],
    [[1], [1]],
    [
      { type: 'literal', value: 1 },
      { type: 'literal', value: 1 },
    ],
    [new ResultRecord({ a: 1 }), { a: 1 }],
  ])('gives for the data %p the value %p', async (data, expected) => {
    expect(await getStateResult(State.completed({ data }))).toEqual(expected);
  });

  it.each([METADATA, ResultRecordMetadata.parse(METADATA)])('asks the reader for metadata', async (data) => {
    const readResult = jest.fn((metadata: ResultRecordMetadata) => `of ${metadata.storageKey}`);
    expect(await getStateResult(State.completed({ data }), { readResult })).toBe('of k');
    expect(readResult.mock.calls[0]![0]).toBeInstanceOf(ResultRecordMetadata);
  });

  it('tries ten times, a quarter of a second apart', async () => {
    jest.useFakeTimers();
    try {
      let calls = 0;
      const readResult = (): never => {
        calls += 1;
        throw new Error('not there yet');
      };
      const reading = getStateResult(completed, { readResult });
      const refused = expect(reading).rejects.toThrow('not there yet');
      await jest.advanceTimersByTimeAsync(249);
      expect(calls).toBe(1);
      await jest.advanceTimersByTimeAsync(8 * 250 + 1);
      expect(calls).toBe(10);
      await refused;
    } finally {
      jest.useRealTimers();
    }
  });

  it('tries once without retryResultFailure, and once for an exception', async () => {
    const readResult = jest.fn(() => Promise.reject(new Error('gone')));
    await expect(getStateResult(completed, { readResult, retryResultFailure: false })).rejects.toThrow('gone');
    await expect(getStateException(State.failed({ data: METADATA }), { readResult })).rejects.toThrow('gone');
    expect(readResult).toHaveBeenCalledTimes(2);
  });

  it.each<[string, unknown, new (...args: never) => Error]>([
    ['metadata without a reader', METADATA, MissingResult],
    ['nothing', null, MissingResult],
    ["an unpersisted result of Prefect 2's", { type: 'unpersisted' }, MissingResult],
    ['a key and what is no metadata', { storage_key: 5 }, ValidationError],
  ])('throws for %s', async (_what, data, error) => {
    await expect(getStateResult(State.completed({ data }))).rejects.toThrow(error);
  });

  it('throws for metadata without a key', async () => {
    const state = State.completed({ data: { storage_key: null } });
    await expect(getStateResult(state, { readResult: () => 1 })).rejects.toThrow(ValueError);
  });

  it('throws for a run that goes on, and gives the exception of one that failed', async () => {
    await expect(getStateResult(State.running())).rejects.toThrow(UnfinishedRun);
    await expect(getStateResult(State.failed({ message: 'no' }))).rejects.toThrow(new FailedRun('no'));
    const failed = State.failed({ data: new ResultRecord(new RangeError('far')) });
    expect(await getStateResult(failed, { raiseOnFailure: false })).toEqual(new RangeError('far'));
  });
});

describe("returnValueToState() and the states of exceptions on Prefect 3's wire", () => {
  it('keeps a value in a record, and writes where it is kept', async () => {
    const state = await returnValueToState({ a: 1 }, { key: 'k', expiration: '2030-01-01T00:00:00Z' as never });
    expect(state).toBeInstanceOf(State);
    expect((state.data as ResultRecord).result).toEqual({ a: 1 });
    expect(state.toJSON().data).toEqual({
      storage_key: 'k',
      expiration: '2030-01-01T00:00:00Z',
      serializer: { type: 'json' },
      prefect_version: '3.8.8',
      storage_block_id: null,
    });
  });

  it('uses a record as it is', async () => {
    const record = new ResultRecord(1);
    expect((await returnValueToState(record)).data).toBe(record);
    const byHand = State.completed({ data: METADATA });
    expect((await returnValueToState(byHand)).data).toBe(METADATA);
  });

  it('makes one state of several, by the aggregate rule', async () => {
    const run = { stateDetails: { flowRunId: '01a2e9a4-7a3c-7c41-8a08-0a1b2c3d4e5f' } };
    const states = [State.completed(run), State.failed(run)];
    const state = await returnValueToState(states);
    expect(String(state)).toBe("Failed('1/2 states failed.')");
    expect(state).toBeInstanceOf(State);
    expect((state.data as ResultRecord).result).toBe(states);
  });

  it('makes the state all the same when the result cannot be written, and warns without its words', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const writeResult = (): never => {
      throw new TypeError('disk full at s3://user:hush@host');
    };
    expect((await returnValueToState(1, { writeResult })).type).toBe('COMPLETED');
    expect(warned.mock.calls.map(([message]) => message)).toEqual([
      'A result was not written (TypeError); its state is made all the same.',
    ]);
    warned.mockRestore();
  });

  it('says of a failed run that it is not to be tried again', async () => {
    const state = await exceptionToFailedState(new RangeError('far'), { message: 'Oh:' });
    expect(String(state)).toBe("Failed('Oh: RangeError: far')");
    expect(state.stateDetails.retriable).toBe(false);
    const kept = await exceptionToFailedState(new RangeError('far'), { record: { key: 'k' } });
    expect((kept.data as ResultRecord).result).toEqual(new RangeError('far'));
  });

  it('makes a crashed state', async () => {
    const state = await exceptionToCrashedState(new RangeError('far'));
    expect(String(state)).toBe("Crashed('Execution was interrupted by an unexpected exception: RangeError: far')");
    expect(state).toBeInstanceOf(State);
  });
});
