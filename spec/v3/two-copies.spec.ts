/* Two copies of the package in one process, as two versions in `node_modules` are. */
import { jest } from '@jest/globals';

import * as ours from '../../src/v3/index.js';

const { getStateException, getStateResult, ResultRecordMetadata, returnValueToState, State } = ours;

let theirs: typeof ours;

beforeAll(async () => {
  await jest.isolateModulesAsync(async () => {
    theirs = await import('../../src/v3/index.js');
  });
  expect(theirs.ResultRecord).not.toBe(ours.ResultRecord);
});

describe('a result of the other copy', () => {
  const readResult = jest.fn(({ storageKey }: ours.ResultRecordMetadata) => new RangeError(`of ${storageKey}`));
  const metadata = (): unknown => theirs.ResultRecordMetadata.parse({ storage_key: 'k', serializer: { type: 'own' } });

  it('is read of its record', async () => {
    const data = new theirs.ResultRecord(new RangeError('far'));
    expect(await getStateResult(State.completed({ data }))).toEqual(new RangeError('far'));
    expect(await getStateException(State.failed({ data }))).toEqual(new RangeError('far'));
  });

  it('is asked for by its metadata, which are made ours', async () => {
    expect(await getStateResult(State.completed({ data: metadata() }), { readResult })).toEqual(new RangeError('of k'));
    expect(await getStateException(State.failed({ data: metadata() }), { readResult })).toEqual(new RangeError('of k'));
    const [given] = readResult.mock.calls[0]!;
    expect(given).toBeInstanceOf(ResultRecordMetadata);
    expect(given.serializer).toEqual({ type: 'own' });
  });

  it('is used as it is by the state of a value', async () => {
    const record = new theirs.ResultRecord(1);
    expect((await returnValueToState(record)).data).toBe(record);
    for (const data of [record, metadata()])
      expect((await returnValueToState(State.completed({ data }))).data).toBe(data);
  });

  it('may be kept in a record of ours', () => {
    const record = new ours.ResultRecord(1, metadata() as ours.ResultRecordMetadata);
    expect(record.metadata).toBeInstanceOf(ResultRecordMetadata);
    expect(record.metadata.storageKey).toBe('k');
  });
});
