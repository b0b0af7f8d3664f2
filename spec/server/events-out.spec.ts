/* Events are told: those of clients, and one for each state of a flow run, to whom has asked for such. */
import Sqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { prefect3, PrefectClient } from '../../src/client/index.js';
import { compareDateTimes, parseDateTime } from '../../src/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Closed, type EventClient, openEvents, openSocket, socketUrl } from '../support/event-client.js';
import { eventWire } from '../support/events.js';
import { post, send } from '../support/http.js';
import { startServer, startShared } from '../support/server.js';

const PATH = '/events/out';

const apiOf = ({ url }: { readonly url: string }): string => url.replace(/\/api$/, '/v3/api');

/** An event, as it is told. */
interface Told {
  readonly id: string;
  readonly event: string;
  readonly occurred: string;
  readonly received: string;
  readonly follows: string | null;
  readonly resource: Record<string, string>;
  readonly related: Record<string, string>[];
  readonly payload: Record<string, unknown>;
}

interface Subscriber extends EventClient {
  /** All events that it was told of. */
  readonly told: () => Told[];
  /** Waits until there are so many. */
  readonly until: (count: number) => Promise<Told[]>;
}

const at = (millis: number): string => new Date(Date.now() + millis).toISOString().replace('Z', '000Z');
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Opens a socket, says `auth`, and of which events it is told: by default of all from now on. */
async function subscribe(
  api: string,
  filter: object = {},
  { backfill = false, since = 0, token = null }: { backfill?: unknown; since?: number; token?: string | null } = {},
): Promise<Subscriber> {
  const client = await openSocket(api, { path: PATH });
  client.socket.on('error', () => undefined);
  client.say({ type: 'auth', token });
  await once(client.socket, 'message');
  const occurred = { since: at(since), until: at(YEAR_MS) };
  client.say({ type: 'filter', backfill, filter: { occurred, ...filter } });
  // what was said before it is heard by then
  await client.ping();
  const told = (): Told[] => client.heard.slice(1).map((text) => (JSON.parse(text) as { readonly event: Told }).event);
  return {
    ...client,
    told,
    async until(count) {
      while (told().length < count) await pause(5);
      return told();
    },
  };
}

/** Opens a socket that is refused. @returns the status */
async function refusal(api: string, protocols = ['prefect']): Promise<number> {
  const socket = new WebSocket(socketUrl(api, PATH), protocols);
  const [request, response] = (await once(socket, 'unexpected-response')) as [
    { destroy: () => void },
    { statusCode: number },
  ];
  request.destroy();
  return response.statusCode;
}

interface MadeRun {
  readonly id: string;
  readonly state_id: string;
}

async function make(api: string, path: string, body: object): Promise<MadeRun & { readonly name: string }> {
  const answer = await send(api + path, post(body));
  expect([200, 201]).toContain(answer.status);
  return answer.body as MadeRun & { readonly name: string };
}

const newRun = async (api: string, more: object = {}): Promise<MadeRun & { readonly name: string }> => {
  const { id: flow_id } = await make(api, '/flows/', { name: randomUUID() });
  return make(api, '/flow_runs/', { flow_id, ...more });
};

const move = async (api: string, run: string, type: string, more: object = {}): Promise<string> => {
  const { status, body } = await send(
    `${api}/flow_runs/${run}/set_state`,
    post({ state: { type, ...more }, force: true }),
  );
  expect(status).toBe(201);
  return (body as { readonly state: { readonly id: string } }).state.id;
};

/** An event that tells of nothing that is kept. */
const ofOwn = (name: string, more: object = {}): object => ({
  id: randomUUID(),
  occurred: at(0),
  event: name,
  resource: { 'prefect.resource.id': `own.${name}` },
  ...more,
});

const tell = async (api: string, ...events: object[]): Promise<void> => {
  expect((await send(`${api}/events`, post(events))).status).toBe(204);
};

const namesOf = (told: readonly Told[]): string[] => told.map(({ event }) => event);

describe.each(ENGINES)('WS /events/out on %s', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { DATABASE_URL: await create(), MAX_SOCKETS: '20' });
    api = apiOf(server);
    ({ stop } = server);
  }, 30_000);
  afterAll(() => stop());

  it('tells of the states of a flow run, as Prefect 3.8.8 does', async () => {
    const flow = await make(api, '/flows/', { name: randomUUID(), tags: ['z'] });
    const parent = await make(api, '/task_runs/', {
      task_key: 't',
      dynamic_key: randomUUID(),
      tags: ['p'],
      name: 'step',
    });
    const client = await subscribe(api, { event: { prefix: ['prefect.flow-run.'] } });
    const run = await make(api, '/flow_runs/', {
      flow_id: flow.id,
      name: 'one',
      tags: ['a', 'z'],
      parent_task_run_id: parent.id,
      state: { type: 'SCHEDULED' },
    });
    const running = await move(api, run.id, 'RUNNING', { message: 'at work' });
    const paused = await move(api, run.id, 'PAUSED', { state_details: { pause_reschedule: true } });
    const told = await client.until(3);
    expect(namesOf(told)).toEqual(['Scheduled', 'Running', 'Paused'].map((name) => `prefect.flow-run.${name}`));
    expect(told.map(({ id, follows }) => [id, follows])).toEqual([
      [run.state_id, null],
      [running, run.state_id],
      [paused, running],
    ]);
    const { occurred, received } = told[1]!;
    for (const instant of [occurred, received]) expect(instant).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+(\.\d{6})?Z$/);
    expect(told[1]).toEqual({
      occurred,
      event: 'prefect.flow-run.Running',
      resource: {
        'prefect.resource.id': `prefect.flow-run.${run.id}`,
        'prefect.resource.name': 'one',
        'prefect.run-count': '1',
        'prefect.state-message': 'at work',
        'prefect.state-name': 'Running',
        'prefect.state-timestamp': occurred.replace('Z', '+00:00'),
        'prefect.state-type': 'RUNNING',
      },
      related: [
        {
          'prefect.resource.id': `prefect.flow.${flow.id}`,
          'prefect.resource.role': 'flow',
          'prefect.resource.name': flow.name,
        },
        {
          'prefect.resource.id': `prefect.task-run.${parent.id}`,
          'prefect.resource.role': 'task-run',
          'prefect.resource.name': 'step',
        },
        ...['a', 'p', 'z'].map((tag) => ({
          'prefect.resource.id': `prefect.tag.${tag}`,
          'prefect.resource.role': 'tag',
        })),
      ],
      payload: {
        intended: { from: 'SCHEDULED', to: 'RUNNING' },
        initial_state: { type: 'SCHEDULED', name: 'Scheduled' },
        validated_state: { type: 'RUNNING', name: 'Running', message: 'at work' },
      },
      id: running,
      follows: run.state_id,
      received,
    });
    expect(told[2]!.payload.validated_state).toEqual({ type: 'PAUSED', name: 'Paused', pause_reschedule: 'true' });
    await client.close();
  });

  it('tells of what changes by the mount of Prefect 2 and by resuming, and of nothing that does not change', async () => {
    const client = await subscribe(api);
    const run = await newRun(api.replace('/v3/', '/v2/'));
    await move(api.replace('/v3/', '/v2/'), run.id, 'RUNNING');
    await move(api, run.id, 'PAUSED');
    expect((await send(`${api}/flow_runs/${run.id}/resume`, post({}))).status).toBe(201);
    // aborted: it is at work
    expect((await send(`${api}/flow_runs/${run.id}/set_state`, post({ state: { type: 'PENDING' } }))).status).toBe(200);
    await move(api, run.id, 'COMPLETED');
    expect(namesOf(await client.until(5))).toEqual(
      ['Pending', 'Running', 'Paused', 'Running', 'Completed'].map((name) => `prefect.flow-run.${name}`),
    );
    await client.close();
  });

  it('tells of the events of clients once, as they are recorded', async () => {
    const client = await subscribe(api, { event: { exclude_prefix: ['prefect.flow-run.'] } });
    const sender = await openEvents(api);
    const run = randomUUID();
    const now = (event: object): object => ({ ...event, occurred: at(0) });
    const [first, second] = [now(eventWire('RUNNING', { run })), now(eventWire('COMPLETED', { run, at: 2 }))];
    sender.say(first, second, first, ofOwn('by.socket', { payload: { n: 1.5, none: null, list: ['é'] } }));
    await sender.ping();
    await tell(api, second, ofOwn('by.post'));
    const told = await client.until(4);
    expect(namesOf(told)).toEqual(['prefect.task-run.Running', 'prefect.task-run.Completed', 'by.socket', 'by.post']);
    expect(told[0]).toEqual({ ...first, received: expect.any(String) as string });
    expect(told[2]!.payload).toEqual({ n: 1.5, none: null, list: ['é'] });
    await Promise.all([sender.close(), client.close()]);
  });

  it('tells each only of what it has asked for', async () => {
    const [one, other] = [await newRun(api), await newRun(api)];
    const ofOne = await subscribe(api, { resource: { id: [`prefect.flow-run.${one.id}`] } });
    const ofEnd = await subscribe(api, { event: { name: ['prefect.flow-run.Completed'] } });
    const ofOther = await subscribe(api, { resource: { labels: { 'prefect.resource.name': other.name } } });
    for (const { id } of [one, other]) await move(api, id, 'COMPLETED');
    await tell(api, ofOwn('a', { event: 'prefect.flow-run.Completed' }));
    const ended = (await ofEnd.until(3)).map(({ resource }) => resource['prefect.resource.id']);
    expect(ended.sort()).toEqual([`prefect.flow-run.${one.id}`, `prefect.flow-run.${other.id}`, 'own.a'].sort());
    // the answer to a ping comes behind all that was sent
    await Promise.all([ofOne.ping(), ofOther.ping()]);
    expect([ofOne.told().length, ofOther.told().length]).toEqual([1, 1]);
  });

  it('tells first what was before, in its order, and then what comes, each once', async () => {
    const run = await newRun(api, { name: 'before' });
    await tell(api, ofOwn('between'), ofOwn('long ago', { occurred: at(-16 * 60_000) }));
    const running = await move(api, run.id, 'RUNNING');
    const client = await subscribe(api, {}, { backfill: true, since: -60 * 60_000 });
    const ended = await move(api, run.id, 'COMPLETED');
    while (!client.told().some(({ id }) => id === ended)) await pause(5);
    await tell(api, ofOwn('after'));
    while (!namesOf(client.told()).includes('after')) await pause(5);
    const all = client.told();
    // texts do not sort: one of a whole second has no fraction
    const instants = all.map(({ occurred }) => parseDateTime(occurred)!);
    expect(instants).toEqual([...instants].sort(compareDateTimes));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(namesOf(all.slice(all.findIndex(({ id }) => id === run.state_id)))).toEqual([
      ...['prefect.flow-run.Pending', 'between', 'prefect.flow-run.Running', 'prefect.flow-run.Completed', 'after'],
    ]);
    expect(namesOf(all)).not.toContain('long ago');
    // longer than it takes to look for what other processes have kept
    await pause(1500);
    expect(client.told()).toHaveLength(all.length);
    const ofRun = await subscribe(
      api,
      { resource: { id: [`prefect.flow-run.${run.id}`, 'own.between'] }, event: { exclude_prefix: ['x'] } },
      { backfill: 1, since: -60_000 },
    );
    expect((await ofRun.until(4)).map(({ resource }) => resource['prefect.resource.id'])).toEqual(
      [run.id, null, run.id, run.id].map((id) => (id === null ? 'own.between' : `prefect.flow-run.${id}`)),
    );
    const distinct = { resource: { id: [`prefect.flow-run.${run.id}`], distinct: true } };
    const ofFirst = await subscribe(api, distinct, { backfill: true, since: -60_000 });
    expect((await ofFirst.until(1))[0]!.id).toBe(run.state_id);
    const failed = await move(api, run.id, 'FAILED');
    expect((await ofFirst.until(2)).map(({ id }) => id)).toEqual([run.state_id, failed]);
    expect(all.map(({ id }) => id)).toContain(running);
    await Promise.all([client, ofRun, ofFirst].map((each) => each.close()));
  });

  it('tells of many states that were before, by pages', async () => {
    const run = await newRun(api);
    const ids: string[] = [];
    for (let i = 0; i < 250; i += 1) ids.push(await move(api, run.id, 'RUNNING', { name: String(i) }));
    const filter = { resource: { id: [`prefect.flow-run.${run.id}`] } };
    const client = await subscribe(api, filter, { backfill: true, since: -60_000 });
    const told = await client.until(251);
    expect(told.slice(1).map(({ id }) => id)).toEqual(ids);
    expect(told.slice(1).map(({ resource }) => resource['prefect.run-count'])).toEqual(
      ids.map((_, i) => String(i + 1)),
    );
    await client.close();
  }, 20_000);

  it('cuts a message that is very long, and takes a name that is', async () => {
    const client = await subscribe(api);
    const run = await newRun(api);
    await move(api, run.id, 'RUNNING', {
      message: `${'é'.repeat(60_000)}${'b'.repeat(60_000)}`,
      name: 'n'.repeat(2000),
    });
    const [, { event, resource }] = (await client.until(2)) as [Told, Told];
    expect([event.length, resource['prefect.state-name']!.length]).toEqual([1024, 2000]);
    expect(resource['prefect.state-message']).toBe(
      `${'é'.repeat(50_000)}...20000 additional characters...${'b'.repeat(50_000)}`,
    );
    await client.close();
  });

  it('has a client of ours see the end of a run at once, without asking', async () => {
    const client = new PrefectClient({ wire: prefect3, apiUrl: api, WebSocket });
    const { State } = client.wire;
    const { id } = await newRun(api);
    const begin = performance.now();
    const seen: string[] = [];
    // so seldom that only what is told can be in time
    for await (const { type } of client.watchFlowRun(id, { firstPollSeconds: 60, longestPollSeconds: 60 })) {
      seen.push(type);
      if (type === 'COMPLETED') break;
      const next = type === 'PENDING' ? State.running() : State.completed();
      // when the socket is open
      setTimeout(() => void client.setFlowRunState(id, next), seen.length === 1 ? 1000 : 0);
    }
    expect(seen).toEqual(['PENDING', 'RUNNING', 'COMPLETED']);
    expect(performance.now() - begin).toBeLessThan(20_000);
    await client.close();
  }, 30_000);

  it('takes events from a client without a subprotocol, and answers pings, also before auth', async () => {
    const client = await openSocket(api, { path: PATH, protocols: [] });
    await client.ping();
    await tell(api, ofOwn('of old'));
    // what was before is told unless that is not wanted
    client.say({ type: 'filter', filter: { occurred: { since: at(-60_000), until: at(YEAR_MS) } } });
    while (!client.heard.some((text) => text.includes('"of old"'))) await pause(5);
    await client.close();
    const young = await openSocket(api, { path: PATH });
    await young.ping();
    await young.close();
  });

  it('does not mind what is said behind the filter, and clients that leave at any time', async () => {
    const client = await subscribe(api);
    client.socket.send('no JSON');
    client.say({ type: 'filter', filter: 17 }, {});
    const run = await newRun(api);
    const leaving = await Promise.all([1, 2, 3].map(() => subscribe(api, {}, { backfill: true, since: -60_000 })));
    const moved = move(api, run.id, 'COMPLETED');
    for (const { socket } of leaving) socket.terminate();
    await moved;
    await client.until(2);
    await client.close();
    const metrics = async (): Promise<string> => (await fetch(new URL('/metrics', api))).text();
    while (!/^prefect_states_event_subscribers 0$/m.test(await metrics())) await pause(10);
    expect(await metrics()).toMatch(/^prefect_states_sockets_open 0$/m);
  });

  it('takes no more sockets than MAX_SOCKETS, and is not there for Prefect 2', async () => {
    const open = await Promise.all(Array.from({ length: 20 }, () => subscribe(api)));
    expect(await refusal(api)).toBe(503);
    await tell(api, ofOwn('to all'));
    for (const client of open) expect(namesOf(await client.until(1))).toEqual(['to all']);
    await Promise.all(open.map((client) => client.close()));
    expect(await refusal(api.replace('/v3/', '/v2/'))).toBe(404);
    expect((await send(`${api}${PATH}`)).status).toBe(404);
  });
});

describe('a socket of WS /events/out', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { BODY_LIMIT: '900kb' });
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  const EXPECTED_FILTER: Closed = [1002, "Expected 'filter' message"];
  const invalid = (reason: string): Closed => [1002, `Invalid filter: ${reason}`];
  const NO_OBJECT = 'Input should be a valid dictionary or object to extract fields from';

  it.each<[unknown, Closed]>([
    [{ type: 'hello' }, EXPECTED_FILTER],
    [{}, EXPECTED_FILTER],
    [[1], EXPECTED_FILTER],
    [null, EXPECTED_FILTER],
    ['no JSON', EXPECTED_FILTER],
    [Buffer.from('{}'), [1003, 'Expected text']],
    [{ type: 'filter' }, invalid(NO_OBJECT)],
    [{ type: 'filter', filter: null }, invalid(NO_OBJECT)],
    [{ type: 'filter', filter: { nope: 1 } }, invalid('nope: Extra inputs are not permitted')],
    [{ type: 'filter', filter: { resource: { id: 'x' } } }, invalid('resource: id: Input should be a valid list')],
    [{ type: 'filter', filter: { order: 'UP' } }, invalid("order: Input should be 'ASC' or 'DESC'")],
    [{ type: 'filter', filter: { occurred: null } }, invalid(`occurred: ${NO_OBJECT}`)],
    [
      { type: 'filter', filter: { text: { query: 'x'.repeat(201) } } },
      invalid('text: query: String should have at most 200 characters'),
    ],
    [{ type: 'filter', filter: { event: { prefix: ['x'.repeat(17_000)] } } }, [1009, '']],
  ])('is closed that says %j for a filter', async (said, closed) => {
    const client = await openSocket(api, { path: PATH });
    client.say({ type: 'auth' });
    client.socket.send(typeof said === 'string' || Buffer.isBuffer(said) ? said : JSON.stringify(said));
    expect(await client.closed).toEqual(closed);
    expect(client.heard).toEqual(['{"type":"auth_success"}']);
  });

  it('is closed with a reason that is cut where it would be too long', async () => {
    const client = await openSocket(api, { path: PATH });
    client.say({ type: 'auth' }, { type: 'filter', filter: { ['é'.repeat(200)]: 1 } });
    const [code, reason] = await client.closed;
    expect([code, reason.length]).toEqual([1002, 'Invalid filter: '.length + 53]);
  });

  it('is closed when it says anything but auth first', async () => {
    const client = await openSocket(api, { path: PATH });
    client.say({ type: 'filter', filter: {} });
    expect(await client.closed).toEqual([1008, "Expected 'auth' message"]);
  });

  it('is closed when it says no filter, after twenty seconds', async () => {
    const client = await openSocket(api, { path: PATH });
    client.say({ type: 'auth' });
    const start = performance.now();
    expect(await client.closed).toEqual(EXPECTED_FILTER);
    expect(performance.now() - start).toBeGreaterThan(19_500);
  }, 30_000);
});

describe('WS /events/out where API_AUTH_STRING is set', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { API_AUTH_STRING: 'me:s3cr3t' });
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  it('takes the token that it is, and no other', async () => {
    const client = await subscribe(api, {}, { token: 'me:s3cr3t' });
    const headers = { 'content-type': 'application/json', authorization: 'Bearer me:s3cr3t' };
    expect((await send(`${api}/events`, { ...post([ofOwn('seen')]), headers })).status).toBe(204);
    expect(namesOf(await client.until(1))).toEqual(['seen']);
    await client.close();
    for (const [token, reason] of [
      ['me:other', 'Invalid token'],
      [null, 'Auth required but no token provided'],
    ] as const) {
      const other = await openSocket(api, { path: PATH });
      other.say({ type: 'auth', token }, { type: 'filter', filter: {} });
      expect(await other.closed).toEqual([1008, reason]);
    }
    expect(await refusal(api, [])).toBe(403);
  });
});

describe('a backend that tells of events', () => {
  const folder = temporaryFolder();

  it('closes a client that does not read, with a line, and goes on with others', async () => {
    const server = await startServer(folder);
    const api = apiOf(server);
    const [deaf, good] = [await subscribe(api), await subscribe(api)];
    deaf.socket.pause();
    const payload = { text: 'x'.repeat(500_000) };
    let count = 0;
    // the system holds some megabytes, too
    while (!server.output().includes('A client has not read')) {
      await tell(api, ofOwn('large', { payload }));
      count += 1;
      await good.until(count);
    }
    expect(count).toBeLessThan(100);
    deaf.socket.resume();
    expect(await deaf.closed).toEqual([1013, 'Events are not read']);
    await tell(api, ofOwn('small'));
    expect(namesOf(await good.until(count + 1)).at(-1)).toBe('small');
    await good.close();
    expect(await server.stop()).toBe(0);
  }, 60_000);

  it('closes its sockets so that clients try again, when it is told to stop, and stops', async () => {
    const server = await startServer(folder);
    const api = apiOf(server);
    const open = [await subscribe(api), await subscribe(api, {}, { backfill: true, since: -60_000 })];
    const unsaid = await openSocket(api, { path: PATH });
    const start = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - start).toBeLessThan(6000);
    for (const { closed } of [...open, unsaid]) expect(await closed).toEqual([1012, 'The server stops']);
  }, 30_000);

  it('tells again what it told before, when it has started again, as far as it is kept', async () => {
    const settings = { DATABASE_URL: `sqlite:${join(folder, 'again.db')}` };
    const server = await startServer(folder, settings);
    const run = await newRun(apiOf(server));
    await server.stop();
    const again = await startServer(folder, settings);
    const filter = { resource: { id: [`prefect.flow-run.${run.id}`] } };
    const client = await subscribe(apiOf(again), filter, { backfill: true, since: -60_000 });
    expect((await client.until(1))[0]!.id).toBe(run.state_id);
    await client.close();
    await again.stop();
  }, 30_000);

  it('has clients come again that ask for what was before while the database cannot be asked', async () => {
    const file = join(folder, 'gone.db');
    const server = await startServer(folder, { DATABASE_URL: `sqlite:${file}` });
    const api = apiOf(server);
    const run = await newRun(api);
    const live = await subscribe(api);
    const lock = new Sqlite(file);
    lock.exec('ALTER TABLE flow_run_state RENAME TO hidden');
    const client = await openSocket(api, { path: PATH });
    client.say({ type: 'auth' }, { type: 'filter', filter: {} });
    expect(await client.closed).toEqual([1013, 'What was before cannot be told now']);
    lock.exec('ALTER TABLE hidden RENAME TO flow_run_state');
    lock.close();
    await move(api, run.id, 'COMPLETED');
    expect(namesOf(await live.until(1))).toEqual(['prefect.flow-run.Completed']);
    await live.close();
    expect(server.output()).toContain('What was before cannot be told');
    await server.stop();
  }, 60_000);
});

describe('two backends on one Postgres', () => {
  const folder = temporaryFolder();
  const create = emptyDatabases('postgres');

  it('tell of the states that either has kept, each once', async () => {
    const settings = { DATABASE_URL: await create() };
    const servers = await Promise.all([1, 2].map(() => startShared(folder, settings)));
    const [first, second] = servers.map(apiOf) as [string, string];
    const clients = [await subscribe(first), await subscribe(second)];
    const run = await newRun(first);
    const ids = [run.state_id];
    for (const [i, type] of ['RUNNING', 'PAUSED', 'RUNNING', 'COMPLETED'].entries())
      ids.push(await move([second, first][i % 2]!, run.id, type));
    for (const client of clients) {
      expect((await client.until(5)).map(({ id }) => id).sort()).toEqual([...ids].sort());
    }
    await pause(2500);
    for (const client of clients) expect(client.told()).toHaveLength(5);
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(servers.map(({ stop }) => stop()));
  }, 30_000);
});
