/* The client, against a server that fails. */
import {
  ObjectAlreadyExists,
  prefect2,
  prefect3,
  PrefectClient,
  PrefectConnectionError,
  PrefectHttpError,
  UnexpectedAnswer,
} from '../../src/client/index.js';
import { State, ValidationError } from '../../src/index.js';
import * as v3 from '../../src/v3/index.js';
import { temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { type Asked, type Fault, type FaultyServer, startFaulty } from '../support/faulty-server.js';
import { type SharedServer, startShared } from '../support/server.js';

const folder = temporaryFolder();
let backend: SharedServer;
let server: FaultyServer;
let faultOf: (asked: Asked) => Fault | null = () => null;

beforeAll(async () => {
  backend = await startShared(folder);
  server = await startFaulty(backend.url, (asked) => faultOf(asked));
});
afterAll(async () => {
  await server.close();
  await backend.stop();
});
beforeEach(() => {
  faultOf = () => null;
  server.asked.length = 0;
});

const QUICK = { seconds: 0.001 };

function clientWith(
  options: Partial<ConstructorParameters<typeof PrefectClient>[0]> = {},
): PrefectClient<typeof prefect2> {
  return new PrefectClient({ apiUrl: server.url, retry: QUICK, ...(options as object), wire: prefect2 });
}

/** The first requests come to these, the others to their end. */
function failFirst(...faults: Fault[]): void {
  faultOf = () => faults.shift() ?? null;
}

const answered = (status: number, headers: Record<string, string> = {}, body = '{}'): Fault => ({
  kind: 'answer',
  status,
  headers,
  body,
});

async function errorOf(act: Promise<unknown>): Promise<unknown> {
  return act.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('a request that fails for a while', () => {
  it.each([408, 429, 502, 503, 504])('is repeated after a %d', async (status) => {
    failFirst(answered(status), answered(status));
    expect(await clientWith().readVersion()).toBe('2.20.25');
    expect(server.asked).toHaveLength(3);
  });

  it.each(['reset before', 'reset in mid-answer', 'cut JSON'] as const)('is repeated after: %s', async (kind) => {
    failFirst({ kind });
    expect(await clientWith().readVersion()).toBe('2.20.25');
    expect(server.asked).toHaveLength(2);
  });

  it('is repeated when the answer does not end in time', async () => {
    failFirst({ kind: 'never ends' });
    expect(await clientWith({ timeoutSeconds: 0.5 }).readVersion()).toBe('2.20.25');
  });

  it('is repeated five times, and then told', async () => {
    faultOf = () => answered(503, {}, '{"detail":"down"}');
    const error = await errorOf(clientWith().readVersion());
    expect(error).toBeInstanceOf(PrefectHttpError);
    expect(error).toMatchObject({ status: 503, method: 'GET', path: '/admin/version', detail: 'down' });
    expect(server.asked).toHaveLength(6);
  });

  it('is repeated as often as it is asked to', async () => {
    faultOf = () => answered(503);
    await errorOf(clientWith({ retry: { times: 0 } }).readVersion());
    expect(server.asked).toHaveLength(1);
  });

  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('waits at least as long as Retry-After says in %s', async (_name, retryAfter) => {
    failFirst(answered(429, { 'retry-after': retryAfter() }));
    const begin = performance.now();
    await clientWith().readVersion();
    expect(performance.now() - begin).toBeGreaterThan(950);
  });

  it('waits twice as long each time, and no longer than jitter lets it', async () => {
    faultOf = () => answered(503);
    const begin = performance.now();
    await errorOf(clientWith({ retry: { seconds: 0.05, times: 3, jitter: 0 } }).readVersion());
    expect(performance.now() - begin).toBeGreaterThanOrEqual(345);
  });

  it('is given up when its signal is aborted', async () => {
    faultOf = () => answered(503, { 'retry-after': '60' });
    const client = clientWith();
    const signal = AbortSignal.timeout(50);
    expect(await errorOf(client.readFlowRunStates('00000000-0000-4000-8000-000000000000', { signal }))).toBe(
      signal.reason,
    );
  });
});

describe('what is not repeated', () => {
  it('is a page of HTML: the address is most likely wrong', async () => {
    faultOf = () => answered(200, { 'content-type': 'text/html' }, '<html></html>');
    const error = await errorOf(clientWith().readVersion());
    expect(error).toBeInstanceOf(UnexpectedAnswer);
    expect(error).toMatchObject({ code: 'PREFECT_STATES_UNEXPECTED_ANSWER', path: '/admin/version' });
    expect(server.asked).toHaveLength(1);
  });

  it('is an answer of another shape, with why as the cause', async () => {
    faultOf = () => answered(200, {}, '{"id":1}');
    const error = await errorOf(clientWith().createFlow({ name: 'f' }));
    expect(error).toBeInstanceOf(UnexpectedAnswer);
    expect((error as Error).cause).toBeInstanceOf(ValidationError);
  });

  it('is a question to an address at which nobody has answered', async () => {
    const closed = await startFaulty('', () => null);
    await closed.close();
    const error = await errorOf(clientWith({ apiUrl: closed.url, retry: { seconds: 60 } }).readVersion());
    expect(error).toBeInstanceOf(PrefectConnectionError);
    expect(error).toMatchObject({
      code: 'PREFECT_STATES_CONNECTION',
      message: 'GET /admin/version got no answer: ECONNREFUSED',
      cause: { name: 'TypeError' },
    });
  });

  it('is one that a browser does not let out, or whose address is wrong: it does not say which', async () => {
    let asked = 0;
    const fetch = (): Promise<never> => {
      asked += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    const error = await errorOf(clientWith({ fetch, retry: { seconds: 60 } }).readVersion());
    expect(error).toMatchObject({ message: 'GET /admin/version got no answer: Failed to fetch' });
    expect(asked).toBe(1);
  });

  it('is what a server refuses', async () => {
    const issue = { loc: ['body', 'name'], msg: 'no', type: 'value_error' };
    faultOf = () => answered(422, {}, JSON.stringify({ exception_message: 'Invalid', exception_detail: [issue] }));
    const error = await errorOf(clientWith().createFlow({ name: 'f' }));
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({
      model: 'create_flow',
      issues: [issue],
      cause: { status: 422, method: 'POST', path: '/flows/', detail: 'Invalid' },
    });
    faultOf = () => answered(409, {}, '{"detail":"there"}');
    expect(await errorOf(clientWith().createFlow({ name: 'f' }))).toBeInstanceOf(ObjectAlreadyExists);
    expect(server.asked).toHaveLength(2);
  });
});

describe('a server that wants CSRF tokens', () => {
  /** Gives tokens, of which each holds for so many requests. */
  function wantTokens(uses: number): void {
    let [token, left] = [0, 0];
    faultOf = ({ method, path, headers }) => {
      if (path.startsWith('/csrf-token?client=')) {
        [token, left] = [token + 1, uses];
        return answered(200, {}, JSON.stringify({ token: `t${token}`, client: path.split('=')[1] }));
      }
      if (method === 'GET') return null;
      const isRight = headers['prefect-csrf-token'] === `t${token}` && headers['prefect-csrf-client'] !== undefined;
      if (isRight && left > 0) {
        left -= 1;
        return null;
      }
      const detail =
        headers['prefect-csrf-token'] === undefined
          ? 'Missing CSRF token.'
          : 'Invalid CSRF token or client identifier.';
      return answered(403, {}, JSON.stringify({ detail }));
    };
  }

  it('gets one, asked for once', async () => {
    wantTokens(10);
    const client = clientWith();
    await client.createFlow({ name: 'with a token' });
    await client.createFlow({ name: 'with a token' });
    expect(server.asked.map(({ path }) => path.split('?')[0])).toEqual([
      '/flows/',
      '/csrf-token',
      '/flows/',
      '/flows/',
    ]);
  });

  it('gets another when the first does not hold any more', async () => {
    wantTokens(1);
    const client = clientWith();
    await client.createFlow({ name: 'with a token' });
    expect((await client.createFlow({ name: 'with a token' })).name).toBe('with a token');
  });

  it('is told as it is when it gives none', async () => {
    faultOf = ({ path }) =>
      path.startsWith('/csrf') ? answered(404) : answered(403, {}, '{"detail":"Missing CSRF token."}');
    expect(await errorOf(clientWith().createFlow({ name: 'f' }))).toMatchObject({ status: 403 });
  });
});

describe('what is made', () => {
  it.each(['reset before', 'reset in mid-answer', 'cut JSON'] as const)('is made once after: %s', async (kind) => {
    const client = clientWith();
    const flow = await client.createFlow({ name: `once after ${kind}` });
    failFirst({ kind });
    const run = await client.createFlowRun({ flowId: flow.id });
    const found = await client.findFlowRuns({ flows: { id: { any: [flow.id] } } });
    expect(found.map(({ id }) => id)).toEqual([run.id]);
    failFirst({ kind });
    const task = await client.createTaskRun({ taskKey: kind, dynamicKey: flow.id });
    const tasks = await client.findTaskRuns({}, { sort: 'ID_DESC' });
    expect(tasks.filter(({ dynamicKey }) => dynamicKey === flow.id).map(({ id }) => id)).toEqual([task.id]);
  });
});

let tasks = 0;

function newTaskRun(client: PrefectClient<typeof prefect2>): Promise<{ readonly id: string }> {
  tasks += 1;
  return client.createTaskRun({ taskKey: 't', dynamicKey: String(tasks) });
}

const HTML = { 'content-type': 'text/html' };

/** What may become of a proposal. */
const FAULTS: readonly (Fault | null)[] = [
  { kind: 'reset before' },
  { kind: 'reset in mid-answer' },
  { kind: 'cut JSON' },
  answered(429, { 'retry-after': '0' }),
  answered(503),
  { kind: 'answer', status: 503, isDone: true },
  { kind: 'answer', status: 504, isDone: true },
  answered(200, HTML, '<html>'),
  { kind: 'answer', status: 200, headers: HTML, body: '<html>', isDone: true },
  null,
];

const isProposal = ({ path }: Asked): boolean => path.endsWith('/set_state');

describe('a proposal whose answer is lost', () => {
  const failProposals = (...faults: (Fault | null)[]): void => {
    faultOf = (asked) => (isProposal(asked) ? (faults.shift() ?? null) : null);
  };

  it.each(FAULTS.filter((fault) => fault !== null).map((fault) => [JSON.stringify(fault), fault] as const))(
    'is done once after %s',
    async (_name, fault) => {
      const client = clientWith();
      const { id } = await newTaskRun(client);
      await client.setTaskRunState(id, State.pending());
      failProposals(fault, fault);
      const result = await client.setTaskRunState(id, State.running({ message: 'once' }));
      expect([result.status, result.state?.message]).toEqual(['ACCEPT', 'once']);
      expect((await client.readTaskRunStates(id)).map(({ type }) => type)).toEqual(['PENDING', 'RUNNING']);
    },
  );

  it('is told by what a rule has set in its place', async () => {
    const client = clientWith();
    const flow = await client.createFlow({ name: 'tried again' });
    const { id } = await client.createFlowRun({ flowId: flow.id, empiricalPolicy: { retries: 1, retryDelay: 60 } });
    await client.proposeFlowRunState(id, State.running());
    failProposals({ kind: 'reset in mid-answer' });
    expect(await client.setFlowRunState(id, State.failed())).toMatchObject({
      status: 'REJECT',
      state: { name: 'AwaitingRetry' },
    });
    expect((await client.readFlowRunStates(id)).map(({ type }) => type)).toEqual(['PENDING', 'RUNNING', 'SCHEDULED']);
  });

  it('is told as accepted when the server refuses its repeat as one', async () => {
    const client = clientWith();
    const flow = await client.createFlow({ name: 'refused as a repeat' });
    const { id } = await client.createFlowRun({ flowId: flow.id });
    let isHidden = true;
    faultOf = (asked) => {
      if (isProposal(asked) && isHidden) return { kind: 'reset in mid-answer' };
      // as if the first were done only after it was looked for
      if (!asked.path.startsWith('/flow_run_states/') || !isHidden) return null;
      isHidden = false;
      return answered(200, {}, '[]');
    };
    expect(await client.setFlowRunState(id, State.running())).toMatchObject({
      status: 'ACCEPT',
      state: { type: 'RUNNING' },
    });
  });

  it('throws the first error when the states cannot be read either', async () => {
    const client = clientWith({ retry: { ...QUICK, times: 1 } });
    const { id } = await newTaskRun(client);
    faultOf = () => answered(503);
    expect(await errorOf(client.setTaskRunState(id, State.running()))).toMatchObject({
      status: 503,
      path: `/task_runs/${id}/set_state`,
    });
  });
});

/** The wires, each with the mount of the backend that speaks it, and the answer of a server that speaks the other. */
const WIRES = [
  [2, prefect2, State, '3.8.8'],
  [3, prefect3, v3.State, '2.20.25'],
] as const;

describe.each(WIRES)(
  'proposals to a server of Prefect %d that fails again and again',
  (version, wire, Model, other) => {
    let failing: FaultyServer;
    beforeAll(async () => {
      const { origin } = new URL(backend.url);
      failing = await startFaulty(`${origin}/v${version}/api`, (asked) => faultOf(asked));
    });
    afterAll(() => failing.close());

    it('are neither lost nor doubled', async () => {
      const client = new PrefectClient({
        // what is proposed, both wires have
        wire: wire as typeof prefect2,
        apiUrl: failing.url,
        retry: { ...QUICK, times: 12 },
      });
      const flow = await client.createFlow({ name: 'proposals' });
      // a task run of Prefect 3 is not moved by rules that tell repeats: a flow run is, on either wire
      const { id } = await client.createFlowRun({ flowId: flow.id });
      let n = 0;
      // a storm now and then, and beside it many requests fail in one way or another
      faultOf = (asked) => {
        n += 1;
        const drawn = Math.imul(n, 0x9e3779b1) >>> 24;
        const fault = n % 100 < 5 ? answered(503) : drawn < 100 ? FAULTS[drawn % FAULTS.length]! : null;
        // where the states are a page of HTML, no more is known, and the error of the proposal is thrown
        return fault?.kind === 'answer' && fault.status === 200 && !isProposal(asked) ? null : fault;
      };
      const told: (string | null)[] = [];
      const expected = Array.from({ length: times(250, 1000) }, (_each, i) => String(i));
      for (const message of expected) {
        const state = Model.running({ message });
        told.push((await client.setFlowRunState(id, state, { force: true })).state!.message);
      }
      faultOf = () => null;
      const states = await client.readFlowRunStates(id);
      expect(told).toEqual(expected);
      // it was made in a state of its own
      expect(states.slice(1).map(({ message }) => message)).toEqual(expected);
    });

    it('name what was asked, whatever the error', async () => {
      const client = new PrefectClient({ wire: wire as typeof prefect2, apiUrl: failing.url, retry: { times: 0 } });
      const flow = await client.createFlow({ name: 'errors' });
      const { id } = await client.createFlowRun({ flowId: flow.id });
      for (const fault of FAULTS) {
        if (fault === null) continue;
        // neither is the answer known otherwise
        faultOf = () => fault;
        const error = await errorOf(client.setFlowRunState(id, Model.running(), { force: true }));
        expect(error).toMatchObject({
          method: 'POST',
          path: `/flow_runs/${id}/set_state`,
          message: expect.stringContaining(`POST /flow_runs/${id}/set_state`) as string,
        });
      }
    });

    it('are answered in another shape by a server of the other version, and that is told', async () => {
      const client = new PrefectClient({ wire: wire as typeof prefect2, apiUrl: failing.url, retry: QUICK });
      const flow = await client.createFlow({ name: 'of the other version' });
      const { id } = await client.createFlowRun({ flowId: flow.id });
      // the other mount stands over the same database
      const { origin } = new URL(backend.url);
      const across = await startFaulty(`${origin}/v${5 - version}/api`, () => null);
      const wrong = new PrefectClient({ wire: wire as typeof prefect2, apiUrl: across.url, retry: QUICK });
      expect(await wrong.readVersion()).toBe(other);
      const result = await wrong.setFlowRunState(id, Model.running({ message: 'once' }));
      expect([result.status, result.state?.message]).toEqual(['ACCEPT', 'once']);
      expect((await client.readFlowRunStates(id)).filter(({ message }) => message === 'once')).toHaveLength(1);
      await across.close();
    });
  },
);
