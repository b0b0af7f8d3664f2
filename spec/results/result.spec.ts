import {
  DataDocument,
  LiteralResult,
  MissingResult,
  PersistedResult,
  UnknownResult,
  UnpersistedResult,
} from '../../src/index.js';
import { expectIssues } from '../support/expect.js';
import { readData, readResult } from '../../src/results/index.js';

const REFERENCE = {
  type: 'reference',
  serializer_type: 'pickle',
  storage_block_id: '97aba5b1-bc35-4780-ab5d-e68731442aba',
  storage_key: 'k',
};

describe('readResult()', () => {
  it.each<[object, unknown]>([
    [{ type: 'literal', value: [1, 2] }, LiteralResult],
    [{ type: 'literal' }, LiteralResult],
    [{ type: 'unpersisted', artifact_type: 'result', artifact_description: 'd' }, UnpersistedResult],
    [{ type: 'unknown', value: null }, UnknownResult],
    [REFERENCE, PersistedResult],
  ])('knows %p', (data, expected) => {
    expect(readResult(data)).toBeInstanceOf(expected as new () => object);
  });

  // each of these is plain data to the reference
  it.each([
    { type: 'literal', value: 1, extra: 2 },
    { type: 'literal', value: 1, artifact_type: [] },
    { type: 'unknown' },
    { type: 'unknown', value: 3 },
    { type: 'reference', storage_key: 'k' },
    { type: 'other' },
    { type: ['literal'] },
    { type: 'toString' },
    [],
    'literal',
    null,
  ])('takes %p for data', (data) => {
    expect(readResult(data)).toBeNull();
    expect(readData(data)).toEqual({ value: data });
  });
});

describe('UnknownResult', () => {
  it('says in its JSON Schema that its value is null', () => {
    const { properties, required } = UnknownResult.jsonSchema();
    expect((properties as Record<string, unknown>).value).toEqual({ enum: [null] });
    expect(required).toEqual(['value']);
  });

  it.each([3, '', false, {}])('refuses the value %p', (value) => {
    expectIssues(UnknownResult, { value }, [{ loc: ['value'], msg: 'value is not None', type: 'type_error.not_none' }]);
  });
});

describe('readData()', () => {
  it('knows a data document by its two names', () => {
    expect(readData({ encoding: 'text', blob: 'x', other: 1 })).toBeInstanceOf(DataDocument);
    expect(readData({ encoding: 'text' })).toEqual({ value: { encoding: 'text' } });
    expect(readData({ encoding: 'text', blob: [] })).toEqual({ value: { encoding: 'text', blob: [] } });
  });
});

describe('get()', () => {
  it('gives the value of a literal and null for an unknown result', async () => {
    expect(await new LiteralResult({ value: { a: 1 } }).get()).toEqual({ a: 1 });
    expect(await UnknownResult.create().get()).toBeNull();
  });

  it('gives an unpersisted value only where it was made', async () => {
    const made = UnpersistedResult.create('x');
    expect(made.hasCachedObject()).toBe(true);
    expect(await made.get()).toBe('x');
    await expect(UnpersistedResult.parseJson(made.json()).get()).rejects.toThrow(MissingResult);
  });

  it('asks the reader for a reference, and says what to pass without one', async () => {
    const reference = PersistedResult.parse(REFERENCE);
    expect(await reference.get(({ storageKey }) => `read ${storageKey}`)).toBe('read k');
    await expect(reference.get()).rejects.toThrow('getStateResult(state, { readResult: async (reference) => ... })');
  });
});

describe('create()', () => {
  it('describes what it holds, as the reference does', () => {
    expect(UnpersistedResult.create([1]).json()).toBe(
      '{"type":"unpersisted","artifact_type":"result","artifact_description":"Unpersisted result of type `list`"}',
    );
    expect(LiteralResult.create(true).json()).toBe(
      '{"type":"literal","artifact_type":"result","artifact_description":"Result with value `True` persisted to Prefect.","value":true}',
    );
    expect(UnknownResult.create().artifactDescription).toBe('Unknown result persisted to Prefect.');
  });

  it('makes literals of null and booleans only', () => {
    expect(() => LiteralResult.create(5 as never)).toThrow("Unsupported type 'int' for result literal");
  });
});
