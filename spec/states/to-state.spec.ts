import {
  DataDocument,
  exceptionToCrashedState,
  exceptionToFailedState,
  getStateResult,
  LiteralResult,
  returnValueToState,
  State,
  UnpersistedResult,
} from '../../src/index.js';

const OF_A_RUN = { stateDetails: { flowRunId: '123e4567-e89b-12d3-a456-426614174000' } };

describe('returnValueToState()', () => {
  it.each<[string, unknown, string]>([
    ['two completed', [State.completed(), State.completed()], "Completed('All states completed.')"],
    ['one failed', [State.completed(), State.failed()], "Failed('1/2 states failed.')"],
    ['one crashed', [State.completed(), State.crashed()], "Failed('1/2 states failed.')"],
    ['two cancelled', [State.cancelled(), State.failed(), State.cancelled()], "Cancelled('2/3 states cancelled.')"],
    ['one paused', [State.paused(), State.failed()], "Paused('1/2 states paused.')"],
    ['one running', new Set([State.completed(), State.running()]), "Failed('1/2 states are not final.')"],
    ['one of another run', State.running(OF_A_RUN), "Failed('1/1 states are not final.')"],
    ['a paused one of another run', State.paused(OF_A_RUN), "Paused('1/1 states paused.')"],
    ['states and something else', [State.completed(), 1], 'Completed()'],
    ['an empty list', [], 'Completed()'],
    ['a text', 'x', 'Completed()'],
  ])('makes of %s one state', async (_what, value, expected) => {
    const state = await returnValueToState(value);
    expect(String(state)).toBe(expected);
    expect(state.data).toBeInstanceOf(UnpersistedResult);
    expect(await (state.data as UnpersistedResult).get()).toBe(value);
  });

  it('reads a generator into a list', async () => {
    function* numbers() {
      yield 1;
      yield 2;
    }
    expect(await getStateResult(await returnValueToState(numbers()))).toEqual([1, 2]);
  });

  it('leaves a data document as it is', async () => {
    const state = State.completed({ data: new DataDocument({ encoding: 'text', blob: 'x' }) });
    expect(await returnValueToState(state)).toBe(state);
    expect(state.data).toBeInstanceOf(DataDocument);
  });

  it('makes results by the factory that is passed', async () => {
    const createResult = (value: unknown) => Promise.resolve(new LiteralResult({ value }));
    expect((await returnValueToState(5, createResult)).json()).toContain('"type":"literal"');
    const state = State.running({ data: 7 });
    expect(await returnValueToState(state, createResult)).toBe(state);
    expect(state.data).toMatchObject({ value: 7 });
  });
});

describe('exceptionToFailedState()', () => {
  it('names the exception in the message, behind one that is given', async () => {
    const error = new RangeError('far');
    expect(String(await exceptionToFailedState(error))).toBe("Failed('RangeError: far')");
    expect((await exceptionToFailedState(error, { message: 'pre' })).message).toBe('pre RangeError: far');
    expect((await exceptionToFailedState(error, { message: 'pre ' })).message).toBe('pre RangeError: far');
    expect((await exceptionToFailedState('thrown text')).message).toBe('str: thrown text');
  });

  it('keeps the exception, or what the factory makes of it, and the fields that are given', async () => {
    const error = new Error('e');
    expect((await exceptionToFailedState(error)).data).toBe(error);
    const state = await exceptionToFailedState(error, {
      name: 'Broken',
      createResult: () => LiteralResult.create(null),
    });
    expect(state).toMatchObject({ name: 'Broken', type: 'FAILED' });
    expect(state.data).toBeInstanceOf(LiteralResult);
  });

  it('shows no credentials of a URL in the exception, and leaves the given message as it is', async () => {
    const error = new TypeError('URL that includes credentials: https://me:s3@cr3t@host/x?user=me@host');
    const { message } = await exceptionToFailedState(error, { message: 'at //me@host:' });
    expect(message).toBe('at //me@host: TypeError: URL that includes credentials: https://host/x?user=me@host');
    expect((await exceptionToFailedState('redis://:s3cr3t@host')).message).toBe('str: redis://host');
  });

  it.each([undefined, null])('refuses %p', async (error) => {
    await expect(exceptionToFailedState(error)).rejects.toThrow(
      'Exception was not passed and no active exception could be found.',
    );
  });
});

describe('exceptionToCrashedState()', () => {
  const refused = (facts: object): Error => Object.assign(new TypeError('fetch failed'), facts);

  it.each<[unknown, string]>([
    [new Error('x'), 'Execution was interrupted by an unexpected exception: Error: x'],
    [new DOMException('stopped', 'AbortError'), 'Execution was cancelled by the runtime environment.'],
    [Object.assign(new Error('killed'), { signal: 'SIGINT' }), 'Execution was aborted by an interrupt signal.'],
    [Object.assign(new Error('killed'), { signal: 'SIGTERM' }), 'Execution was aborted by a termination signal.'],
    [
      refused({ cause: { code: 'ECONNREFUSED' } }),
      'Request failed while attempting to contact the server: TypeError: fetch failed',
    ],
    [
      refused({ code: 'ETIMEDOUT', request: { url: 'http://me:s3cr3t@host/api' } }),
      'Request to http://host/api failed: TypeError: fetch failed.',
    ],
  ])('says of %p what ended the run', async (error, message) => {
    const state = await exceptionToCrashedState(error);
    expect(state).toMatchObject({ type: 'CRASHED', message });
    expect(state.data).toBe(error);
  });

  it.each([
    ['https://user:p@ss@host/x', 'https://host/x'],
    ['postgresql+asyncpg://u:pw@host/db', 'postgresql+asyncpg://host/db'],
    ['git+https://tok@host', 'git+https://host'],
    ['//u:pw@host', '//host'],
    [' https://u:pw@host', ' https://host'],
    ['https:/u:pw@host/', 'https:/host/'],
    ['https://host/x?user=me@host&password=pw', 'https://host/x?user=me@host&password=pw'],
  ])('shows no credentials of the URL %j', async (url, told) => {
    const error = Object.assign(new Error(`no answer from ${url}`), { code: 'ETIMEDOUT', request: { url } });
    const { message } = await exceptionToCrashedState(error);
    expect(message).toBe(`Request to ${told} failed: Error: no answer from ${told}.`);
  });

  it.each(['ETIMEDOUT', 'EOTHER'])("shows no credentials that stand in the error's own message: %s", async (code) => {
    const { message } = await exceptionToCrashedState(refused({ code, message: 'failed to reach redis://:pw@host' }));
    expect(message).toMatch(/: TypeError: failed to reach redis:\/\/host$/);
  });

  it('makes the result by the factory that is passed', async () => {
    expect((await exceptionToCrashedState(new Error('x'), { createResult: () => null })).data).toBeNull();
  });
});
