/* Background tasks: each run that waits is offered to one worker, and none is lost with its worker. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { type Engine } from '../../src/persistence/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Closed, openSocket, socketUrl } from '../support/event-client.js';
import { eventWire } from '../support/events.js';
import { times } from '../support/effort.js';
import { post, send } from '../support/http.js';
import { type RunningServer, startServer, startShared } from '../support/server.js';
import { openTasks, TASKS_PATH } from '../support/task-client.js';

const PARAMETERS = 'f2864c95-ba8f-4db3-9bd3-3d896cd9daab';

const apiOf = ({ url }: { readonly url: string }): string => url.replace(/\/api$/, '/v3/api');

/** A task of which nothing else in this file has runs. */
const newKey = (): string => `task-${randomUUID()}`;

/** Has a run of a task wait, as `delay()` does. */
async function delay(api: string, key: string, name = 't'): Promise<string> {
  const state = { type: 'SCHEDULED', state_details: { deferred: true, task_parameters_id: PARAMETERS } };
  const run = { name, task_key: key, dynamic_key: randomUUID(), flow_run_id: null, state };
  const { status, body } = await send(`${api}/task_runs/`, post(run));
  expect(status).toBe(201);
  return (body as { readonly id: string }).id;
}

/** Tells of a state of a run now, as its worker does. */
async function tell(api: string, run: string, key: string, type: string): Promise<void> {
  const event = eventWire(type, { run, details: { deferred: true }, task: { task_key: key } });
  const now = { ...event, occurred: new Date().toISOString().replace('Z', '000Z') };
  expect((await send(`${api}/events`, post([now]))).status).toBe(204);
}

async function historyOf(api: string, run: string): Promise<string[]> {
  const { body } = await send(`${api}/task_run_states/?task_run_id=${run}`);
  return (body as { readonly name: string }[]).map(({ name }) => name);
}

/** Opens a socket that is refused. @returns the status */
async function refusal(api: string, protocols = ['prefect']): Promise<number> {
  const socket = new WebSocket(socketUrl(api, TASKS_PATH), protocols);
  const [request, response] = (await once(socket, 'unexpected-response')) as [
    { destroy: () => void },
    { statusCode: number },
  ];
  request.destroy();
  return response.statusCode;
}

const violation = (name: string, where = 'message'): Closed => [
  4001,
  `Protocol violation: expected '${name}' ${where}`,
];
const EXPECTED_ACK = violation('ack');

describe('POST /task_workers/filter', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder);
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  interface Worker {
    readonly identifier: string;
    readonly task_keys: string[];
    readonly timestamp: string;
  }

  const ask = async (body?: unknown): Promise<Worker[]> => {
    const { status, body: found } = await send(`${api}/task_workers/filter`, post(body));
    expect(status).toBe(200);
    return found as Worker[];
  };
  const namesOf = async (keys: string[]): Promise<string[]> =>
    (await ask({ task_worker_filter: { task_keys: keys } })).map(({ identifier }) => identifier);

  it('answers who is connected now, with the tasks and when it was seen, in the order in which they came', async () => {
    expect(await ask({})).toEqual([]);
    const begin = Date.now();
    const first = await openTasks(api, ['a', 'b', 'a'], { clientId: 'one' });
    const second = await openTasks(api, ['b', 'c'], { clientId: 'two' });
    const again = await openTasks(api, ['d'], { clientId: 'one' });
    while ((await namesOf(['d'])).length === 0) await pause(10);
    const all = await ask({});
    expect(all.map(({ identifier, task_keys: keys }) => [identifier, keys])).toEqual([
      ['one', ['a', 'b', 'd']],
      ['two', ['b', 'c']],
    ]);
    for (const { timestamp } of all) {
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+\.\d{6}Z$/);
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(begin);
      expect(Date.parse(timestamp)).toBeLessThanOrEqual(Date.now() + 1000);
    }
    expect(Object.keys(all[0]!)).toEqual(['identifier', 'task_keys', 'timestamp']);
    expect(await namesOf(['b'])).toEqual(['one', 'two']);
    expect(await namesOf(['d', 'nope'])).toEqual(['one']);
    expect(await namesOf(['nope'])).toEqual([]);
    expect(await namesOf([])).toEqual(['one', 'two']);
    for (const body of [
      null,
      { task_worker_filter: null },
      { more: 1, task_worker_filter: { task_keys: [], more: 1 } },
    ])
      expect(await ask(body)).toHaveLength(2);
    await again.close();
    while ((await namesOf(['d'])).length > 0) await pause(10);
    expect(await namesOf([])).toEqual(['one', 'two']);
    first.kill();
    while ((await namesOf(['a'])).length > 0) await pause(10);
    expect(await namesOf([])).toEqual(['two']);
    await second.close();
  });

  it('does not tell of a socket that has not said what it takes', async () => {
    const silent = await openSocket(api, { path: TASKS_PATH });
    silent.say({ type: 'auth' });
    await once(silent.socket, 'message');
    expect(await ask({})).toEqual([]);
    await silent.close();
  });

  it.each<[object, (string | number)[], string]>([
    [{}, ['body', 'task_worker_filter', 'task_keys'], 'missing'],
    [{ task_keys: 'x' }, ['body', 'task_worker_filter', 'task_keys'], 'list_type'],
    [{ task_keys: null }, ['body', 'task_worker_filter', 'task_keys'], 'list_type'],
    [{ task_keys: [1] }, ['body', 'task_worker_filter', 'task_keys', 0], 'string_type'],
  ])('refuses %j with 422, in the words of Prefect 3.8.8', async (filter, loc, type) => {
    const { status, body } = await send(`${api}/task_workers/filter`, post({ task_worker_filter: filter }));
    expect([status, body]).toMatchObject([422, { exception_detail: [{ loc, type }] }]);
  });

  it('is not there for Prefect 2', async () => {
    expect((await send(`${api.replace('/v3/api', '/v2/api')}/task_workers/filter`, post({}))).status).toBe(404);
  });
});

describe.each(ENGINES)('WS /task_runs/subscriptions/scheduled on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { DATABASE_URL: await create() });
    api = apiOf(server);
    ({ stop } = server);
  }, 30_000);
  afterAll(() => stop());

  it('offers a run that comes, and one that waits, as GET answers it', async () => {
    const [key, other] = [newKey(), newKey()];
    const waiting = await delay(api, key);
    const client = await openTasks(api, [other, key]);
    const first = await client.next();
    const { body } = await send(`${api}/task_runs/${waiting}`);
    expect({ ...first, estimated_start_time_delta: 0 }).toEqual({ ...(body as object), estimated_start_time_delta: 0 });
    expect(first!.state.state_details).toMatchObject({ deferred: true, task_parameters_id: PARAMETERS });
    const coming = await delay(api, other);
    client.ack();
    expect((await client.next())!.id).toBe(coming);
    client.ack();
    await client.close();
  });

  it('offers one run at a time, in the order of their times, and none of another task', async () => {
    const key = newKey();
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push(await delay(api, key));
    await delay(api, newKey());
    const client = await openTasks(api, [key]);
    expect((await client.next())!.id).toBe(ids[0]);
    expect(await client.next(300)).toBeNull();
    client.ack();
    expect((await client.next())!.id).toBe(ids[1]);
    client.ack();
    expect((await client.next())!.id).toBe(ids[2]);
    client.ack();
    expect(await client.next(300)).toBeNull();
    expect(await client.close()).toEqual([1000, '']);
  });

  it('offers each of many runs once, to one of several workers', async () => {
    const key = newKey();
    const ids = await Promise.all(Array.from({ length: 60 }, () => delay(api, key)));
    const taken: string[] = [];
    const work = async (): Promise<number> => {
      const client = await openTasks(api, [key]);
      for (let run = await client.next(); run !== null && taken.length < ids.length; run = await client.next(1500)) {
        taken.push(run.id);
        client.ack();
      }
      await client.close();
      return client.offered().length;
    };
    const counts = await Promise.all(Array.from({ length: 5 }, work));
    expect([...taken].sort()).toEqual([...ids].sort());
    expect(Math.min(...counts)).toBeGreaterThan(5);
  }, 30_000);

  it('offers a run that is scheduled again', async () => {
    const key = newKey();
    const client = await openTasks(api, [key]);
    const id = await delay(api, key);
    const first = await client.next();
    client.ack();
    await tell(api, id, key, 'FAILED');
    const state = { type: 'SCHEDULED', state_details: { deferred: true } };
    expect((await send(`${api}/task_runs/${id}/set_state`, post({ state, force: true }))).status).toBe(201);
    const again = await client.next();
    expect([again!.id, again!.state_id === first!.state_id]).toEqual([id, false]);
    client.ack();
    await client.close();
  });

  it('offers a run to another at once when its worker is gone before it has acknowledged it', async () => {
    const key = newKey();
    const first = await openTasks(api, [key]);
    const id = await delay(api, key);
    expect((await first.next())!.id).toBe(id);
    const second = await openTasks(api, [key]);
    expect(await second.next(300)).toBeNull();
    first.kill();
    expect((await second.next(1500))!.id).toBe(id);
    second.ack();
    await second.close();
    expect(await historyOf(api, id)).toEqual(['Scheduled']);
  });

  it('offers a run to another when it is not acknowledged in five seconds, and closes the socket', async () => {
    const key = newKey();
    const first = await openTasks(api, [key]);
    const id = await delay(api, key);
    await first.next();
    const start = performance.now();
    const second = await openTasks(api, [key]);
    expect((await second.next(10_000))!.id).toBe(id);
    expect(performance.now() - start).toBeGreaterThan(4500);
    expect(await first.closed).toEqual(EXPECTED_ACK);
    second.ack();
    await second.close();
  }, 20_000);

  it('offers a run to another when its worker does not read', async () => {
    const key = newKey();
    const first = await openTasks(api, [key]);
    first.hold();
    const id = await delay(api, key);
    await pause(200);
    const second = await openTasks(api, [key]);
    expect((await second.next(10_000))!.id).toBe(id);
    second.ack();
    first.kill();
    await second.close();
  }, 20_000);

  it.each([
    { as: 'RUNNING', states: ['RUNNING'] },
    { as: 'PENDING', states: ['PENDING'] },
    { as: 'SCHEDULED still', states: [] },
  ])(
    'offers a run to another when its worker is killed in mid-task: $as',
    async ({ states }) => {
      const key = newKey();
      const first = await openTasks(api, [key]);
      const id = await delay(api, key);
      const offered = await first.next();
      first.ack();
      for (const state of states) await tell(api, id, key, state);
      const second = await openTasks(api, [key]);
      first.kill();
      const again = await second.next(10_000);
      expect(again!.id).toBe(id);
      expect(again!.state.state_details).toMatchObject({ deferred: true, task_parameters_id: PARAMETERS });
      expect(again!.state_id === offered!.state_id).toBe(states.length === 0);
      second.ack();
      await tell(api, id, key, 'COMPLETED');
      await second.close();
      const between = states.map((state) => state[0] + state.slice(1).toLowerCase());
      const retry = states.length === 0 ? [] : ['AwaitingRetry'];
      expect(await historyOf(api, id)).toEqual(['Scheduled', ...between, ...retry, 'Completed']);
    },
    20_000,
  );

  it('offers a run that has ended to nobody, and one whose worker is there', async () => {
    const [key, other] = [newKey(), newKey()];
    const [first, holder] = [await openTasks(api, [key]), await openTasks(api, [other])];
    const [id, held] = [await delay(api, key), await delay(api, other)];
    for (const client of [first, holder]) {
      await client.next();
      client.ack();
    }
    await tell(api, id, key, 'COMPLETED');
    await tell(api, held, other, 'RUNNING');
    const second = await openTasks(api, [key, other]);
    await first.close();
    expect(await second.next(9000)).toBeNull();
    expect(await historyOf(api, held)).toEqual(['Scheduled', 'Running']);
    await Promise.all([holder.close(), second.close()]);
  }, 20_000);

  it('leaves a run to a worker whose connection breaks, and that comes back at once', async () => {
    const key = newKey();
    const first = await openTasks(api, [key], { clientId: 'host-17' });
    const id = await delay(api, key);
    await first.next();
    first.ack();
    await tell(api, id, key, 'RUNNING');
    first.kill();
    const [again, other] = [await openTasks(api, [key], { clientId: 'host-17' }), await openTasks(api, [key])];
    expect(await other.next(8000)).toBeNull();
    expect(again.offered()).toEqual([]);
    again.kill();
    expect((await other.next(10_000))!.id).toBe(id);
    other.ack();
    await other.close();
  }, 30_000);

  it('takes a run back that is given up by quit, and closes the socket', async () => {
    const key = newKey();
    const first = await openTasks(api, [key]);
    const id = await delay(api, key);
    await first.next();
    first.say({ type: 'quit' });
    expect(await first.closed).toEqual([1000, '']);
    const second = await openTasks(api, [key]);
    expect((await second.next())!.id).toBe(id);
    second.ack();
    await second.close();
  });

  it.each<[string, string | Buffer, Closed]>([
    ['another word', '{"type": "hello"}', EXPECTED_ACK],
    ['no JSON', '{', EXPECTED_ACK],
    ['no object', '[1]', EXPECTED_ACK],
    ['null', 'null', EXPECTED_ACK],
    ['bytes', Buffer.from('{"type": "ack"}'), [1003, 'Expected text']],
    ['too much', ' '.repeat(1_100_000), [1009, '']],
  ])('closes a socket that answers an offer by %s, and offers the run to another', async (_, said, closed) => {
    const key = newKey();
    const [bad, id] = [await openTasks(api, [key]), await delay(api, key)];
    await bad.next();
    bad.send(said);
    bad.ack();
    expect(await bad.closed).toEqual(closed);
    const good = await openTasks(api, [key]);
    expect((await good.next())!.id).toBe(id);
    good.ack();
    await good.close();
  });
});

describe('a socket of a worker', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { MAX_SOCKETS: '5' });
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  const NO_SUBSCRIBE = violation('subscribe');
  const NO_KEYS = violation('keys', 'in subscribe message');
  const NO_CLIENT = violation('client_id', 'in subscribe message');

  it.each<[string, string | Buffer, Closed]>([
    ['another word', '{"type": "hello"}', NO_SUBSCRIBE],
    ['no object', '[1]', NO_SUBSCRIBE],
    ['null', 'null', NO_SUBSCRIBE],
    ['no JSON', '{', NO_SUBSCRIBE],
    ['nothing', '', NO_SUBSCRIBE],
    ['no keys', '{"type": "subscribe", "client_id": "c"}', NO_KEYS],
    ['an empty list of keys', '{"type": "subscribe", "keys": [], "client_id": "c"}', NO_KEYS],
    ['a text of keys', '{"type": "subscribe", "keys": "k", "client_id": "c"}', NO_KEYS],
    ['keys that are no texts', '{"type": "subscribe", "keys": [7], "client_id": "c"}', NO_KEYS],
    ['a key that no database holds', '{"type": "subscribe", "keys": ["a\\u0000"], "client_id": "c"}', NO_KEYS],
    ['no client', '{"type": "subscribe", "keys": ["k"]}', NO_CLIENT],
    ['an empty client', '{"type": "subscribe", "keys": ["k"], "client_id": ""}', NO_CLIENT],
    ['a client that is no text', '{"type": "subscribe", "keys": ["k"], "client_id": {}}', NO_CLIENT],
    ['a client that no database holds', '{"type": "subscribe", "keys": ["k"], "client_id": "\\ud800"}', NO_CLIENT],
    ['bytes', Buffer.from('{"type": "subscribe"}'), [1003, 'Expected text']],
    ['more keys than 64 kB', JSON.stringify({ type: 'subscribe', keys: ['k'.repeat(70_000)] }), [1009, '']],
  ])('is closed when it subscribes by %s', async (_, said, closed) => {
    const { socket, say, closed: ended } = await openSocket(api, { path: TASKS_PATH });
    say({ type: 'auth', token: null });
    socket.send(said);
    say({ type: 'subscribe', keys: ['k'], client_id: 'c' });
    expect(await ended).toEqual(closed);
  });

  it('is closed when its first message is not auth', async () => {
    const { say, closed } = await openSocket(api, { path: TASKS_PATH });
    say({ type: 'subscribe', keys: ['k'], client_id: 'c' });
    expect(await closed).toEqual([1008, "Expected 'auth' message"]);
  });

  it('needs no auth without the subprotocol, and an acknowledgement of nothing changes nothing', async () => {
    const { socket, say, close } = await openSocket(api, { path: TASKS_PATH, protocols: [] });
    const key = newKey();
    say({ type: 'subscribe', keys: [key], client_id: 'c' }, { type: 'ack' });
    const id = await delay(api, key);
    const [text] = (await once(socket, 'message')) as [Buffer];
    expect((JSON.parse(text.toString()) as { id: string }).id).toBe(id);
    say({ type: 'ack' });
    await close();
  });

  it('is answered its pings', async () => {
    const client = await openSocket(api, { path: TASKS_PATH });
    await client.ping();
    await client.close();
  });

  it('is closed when it never subscribes, after twenty seconds', async () => {
    const { say, closed } = await openSocket(api, { path: TASKS_PATH });
    say({ type: 'auth', token: null });
    const start = performance.now();
    expect(await closed).toEqual(NO_SUBSCRIBE);
    expect(performance.now() - start).toBeGreaterThan(19_500);
  }, 30_000);

  it('counts among the sockets and the workers', async () => {
    const clients = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => openTasks(api, [key])));
    expect(await refusal(api)).toBe(503);
    const metrics = await (await fetch(new URL('/metrics', api))).text();
    expect(metrics).toMatch(/^prefect_states_sockets_open 5$/m);
    expect(metrics).toMatch(/^prefect_states_task_workers 5$/m);
    await Promise.all(clients.map((client) => client.close()));
  });

  it('is not there for Prefect 2, nor is a request that is for no socket', async () => {
    expect(await refusal(api.replace('/v3/api', '/v2/api'))).toBe(404);
    expect((await send(api + TASKS_PATH)).status).toBe(404);
  });

  it('is offered one of many runs at a time', async () => {
    const key = newKey();
    const made = times(500, 5000);
    for (let i = 0; i < made; i += 50) await Promise.all(Array.from({ length: 50 }, () => delay(api, key)));
    const client = await openTasks(api, [key]);
    const start = performance.now();
    for (let i = 0; i < 100; i += 1) {
      expect(await client.next()).not.toBeNull();
      expect(client.offered()).toHaveLength(i + 1);
      client.ack();
    }
    expect((performance.now() - start) / 100).toBeLessThan(100);
    await client.close();
  }, 120_000);
});

describe('a socket of a worker where API_AUTH_STRING is set', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { API_AUTH_STRING: 'me:s3cr3t' });
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  it('must say it', async () => {
    const client = await openTasks(api, ['k'], { token: 'me:s3cr3t' });
    expect(await client.next(200)).toBeNull();
    await client.close();
    const key = newKey();
    const headers = { authorization: 'Bearer me:s3cr3t', 'content-type': 'application/json' };
    const run = { task_key: key, dynamic_key: '0', state: { type: 'SCHEDULED', state_details: { deferred: true } } };
    expect((await send(`${api}/task_runs/`, { ...post(run), headers })).status).toBe(201);
    const worker = await openTasks(api, [key], { token: 'me:s3cr3t' });
    expect(await worker.next()).not.toBeNull();
    await worker.close();
    const wrong = await openSocket(api, { path: TASKS_PATH });
    wrong.say({ type: 'auth', token: 'me:other' });
    expect(await wrong.closed).toEqual([1008, 'Invalid token']);
    expect(await refusal(api, [])).toBe(403);
  });
});

describe.each(ENGINES)('background tasks on %s, when the backend ends', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'wait, and stay with their workers, through %s',
    async (signal) => {
      const settings = { DATABASE_URL: await create() };
      const key = newKey();
      let server = await startServer(folder, settings);
      let api = apiOf(server);
      const taken = await openTasks(api, [key], { clientId: 'host-1' });
      const running = await delay(api, key);
      await taken.next();
      taken.ack();
      await tell(api, running, key, 'RUNNING');
      // no answer comes to an acknowledgement, but the next offer comes behind it
      const offered = await delay(api, key);
      expect((await taken.next())!.id).toBe(offered);
      const waiting = await delay(api, key);
      await server.stop(signal);
      if (signal === 'SIGTERM') expect(await taken.closed).toEqual([1012, 'The server stops']);

      server = await startServer(folder, settings);
      api = apiOf(server);
      const back = await openTasks(api, ['another'], { clientId: 'host-1' });
      const other = await openTasks(api, [key]);
      const ids: string[] = [];
      for (let run = await other.next(); run !== null && ids.length < 2; run = await other.next(25_000)) {
        ids.push(run.id);
        other.ack();
        if (ids.length === 2) break;
      }
      expect(ids.sort()).toEqual([offered, waiting].sort());
      expect(await other.next(8000)).toBeNull();
      expect(await historyOf(api, running)).toEqual(['Scheduled', 'Running']);
      await Promise.all([back.close(), other.close()]);
      await server.stop();
    },
    90_000,
  );
});

describe('background tasks of two backends on one Postgres', () => {
  const folder = temporaryFolder();
  const create = emptyDatabases('postgres' satisfies Engine);
  let servers: RunningServer[];
  let apis: string[];
  beforeAll(async () => {
    const settings = { DATABASE_URL: await create() };
    servers = [await startServer(folder, settings), await startServer(folder, settings)];
    apis = servers.map(apiOf);
  }, 60_000);
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('are each offered once, whichever backend they come by', async () => {
    const key = newKey();
    const taken: string[] = [];
    const work = async (api: string): Promise<void> => {
      const client = await openTasks(api, [key]);
      for (let run = await client.next(); run !== null; run = await client.next(2500)) {
        taken.push(run.id);
        client.ack();
      }
      await client.close();
    };
    const working = Promise.all([...apis, ...apis, ...apis].map(work));
    const ids = await Promise.all(Array.from({ length: 80 }, (_, i) => delay(apis[i % 2]!, key)));
    await working;
    expect([...taken].sort()).toEqual([...ids].sort());
  }, 60_000);

  it('are offered by one when their worker was connected with the other', async () => {
    const key = newKey();
    const first = await openTasks(apis[0]!, [key]);
    const id = await delay(apis[0]!, key);
    await first.next();
    first.ack();
    await tell(apis[0]!, id, key, 'RUNNING');
    const second = await openTasks(apis[1]!, [key]);
    first.kill();
    expect((await second.next(10_000))!.id).toBe(id);
    second.ack();
    await second.close();
    expect(await historyOf(apis[1]!, id)).toEqual(['Scheduled', 'Running', 'AwaitingRetry']);
  }, 30_000);
});
