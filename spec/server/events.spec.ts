/* Events of task runs come in, by sockets and by POST: what is confirmed is kept, and what is wrong disturbs nobody else. */
import Sqlite from 'better-sqlite3';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

import { Database, RunStates, TaskRunEntity } from '../../src/persistence/index.js';
import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { times } from '../support/effort.js';
import { type Closed, openEvents, openSocket, socketUrl } from '../support/event-client.js';
import { eventWire } from '../support/events.js';
import { post, send } from '../support/http.js';
import { type RunningServer, startServer, startShared } from '../support/server.js';

const apiOf = ({ url }: { readonly url: string }): string => url.replace(/\/api$/, '/v3/api');

/** The names of a task run's states, over REST. */
async function historyOf(api: string, run: string): Promise<string[]> {
  const { body } = await send(`${api}/task_run_states/?task_run_id=${run}`);
  return (body as { readonly name: string }[]).map(({ name }) => name);
}

/** Opens a socket that is refused. @returns the status */
async function refusal(api: string, protocols: string[], headers: Record<string, string> = {}): Promise<number> {
  const socket = new WebSocket(socketUrl(api), protocols, { headers });
  const [request, response] = (await once(socket, 'unexpected-response')) as [
    { destroy: () => void },
    { statusCode: number },
  ];
  request.destroy();
  return response.statusCode;
}

describe('WS /events/in', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { BODY_LIMIT: '100kb', MAX_SOCKETS: '20' });
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  it("takes the subprotocol, answers 'auth', and has kept all that came before a ping when it answers that", async () => {
    const client = await openEvents(api, 'anything');
    expect(client.socket.protocol).toBe('prefect');
    expect(client.heard).toEqual(['{"type":"auth_success"}']);
    const run = randomUUID();
    client.say(eventWire('PENDING', { run, at: 1 }), eventWire('RUNNING', { run, at: 2 }));
    await client.ping();
    expect(await historyOf(api, run)).toEqual(['Pending', 'Running']);
    client.say(eventWire('COMPLETED', { run, at: 3 }));
    await client.ping();
    expect(await historyOf(api, run)).toEqual(['Pending', 'Running', 'Completed']);
    expect(client.heard).toHaveLength(1);
    expect(await client.close()).toEqual([1000, '']);
  });

  it('answers a ping that comes before auth, as clients send one', async () => {
    const client = await openSocket(api);
    await client.ping();
    await client.close();
  });

  it('takes events at once from a client without a subprotocol', async () => {
    const client = await openSocket(api, { protocols: [] });
    expect(client.socket.protocol).toBe('');
    const run = randomUUID();
    client.say(eventWire('RUNNING', { run }));
    await client.ping();
    expect(await historyOf(api, run)).toEqual(['Running']);
    await client.close();
  });

  it('takes the subprotocol among others', async () => {
    const client = await openSocket(api, { protocols: ['other', 'prefect'] });
    expect(client.socket.protocol).toBe('prefect');
    await client.close();
  });

  it('keeps what came right before a socket was closed', async () => {
    const client = await openEvents(api);
    const runs = Array.from({ length: 50 }, () => randomUUID());
    client.say(...runs.map((run) => eventWire('RUNNING', { run })));
    await client.close();
    const last = await openEvents(api);
    await last.ping();
    for (const run of runs) {
      while ((await historyOf(api, run)).length === 0) await pause(10);
    }
    await last.close();
  });

  const EXPECTED_AUTH: Closed = [1008, "Expected 'auth' message"];
  const NO_EVENT: Closed = [1007, 'Expected an event'];

  it.each<[string, string | Buffer, Closed]>([
    ['another word', '{"type": "hello"}', EXPECTED_AUTH],
    ['no object', '[1]', EXPECTED_AUTH],
    ['null', 'null', EXPECTED_AUTH],
    ['no JSON', '{', EXPECTED_AUTH],
    ['an event', JSON.stringify(eventWire('RUNNING')), EXPECTED_AUTH],
    ['bytes', Buffer.from('{"type": "auth"}'), [1003, 'Expected text']],
  ])('closes a socket whose first message is %s', async (_, first, closed) => {
    const client = await openSocket(api);
    client.socket.send(first);
    client.say({ type: 'auth' }, eventWire('RUNNING'));
    expect(await client.closed).toEqual(closed);
  });

  it.each<[string, string | Buffer, Closed]>([
    ['no JSON', '{no', NO_EVENT],
    ['nothing', '', NO_EVENT],
    ['much of nothing', ' '.repeat(90_000), NO_EVENT],
    ['no object', '17', NO_EVENT],
    ['no event', '{"event": "x"}', NO_EVENT],
    ['an event without an id of its resource', JSON.stringify({ ...eventWire('RUNNING'), resource: {} }), NO_EVENT],
    ['brackets', '['.repeat(90_000), NO_EVENT],
    ['bytes', Buffer.from(JSON.stringify(eventWire('RUNNING'))), [1003, 'Expected text']],
    ['more than BODY_LIMIT', ' '.repeat(110_000), [1009, '']],
    ['bytes of more than BODY_LIMIT', Buffer.alloc(110_000), [1009, '']],
  ])('closes a socket that says %s, keeps nothing behind it, and disturbs no other', async (_, said, closed) => {
    const [bad, good] = [await openEvents(api), await openEvents(api)];
    const [before, behind, other] = [randomUUID(), randomUUID(), randomUUID()];
    bad.say(eventWire('RUNNING', { run: before }));
    bad.socket.send(said);
    bad.say(eventWire('RUNNING', { run: behind }));
    expect(await bad.closed).toEqual(closed);
    good.say(eventWire('RUNNING', { run: other }));
    await good.ping();
    expect(await historyOf(api, before)).toEqual(['Running']);
    expect(await historyOf(api, behind)).toEqual([]);
    expect(await historyOf(api, other)).toEqual(['Running']);
    await good.close();
  });

  it.each([false, true])('closes a socket that says a megabyte of nothing, by small frames: %s', async (isParted) => {
    const [bad, good] = [await openEvents(api), await openEvents(api)];
    const part = ' '.repeat(isParted ? 1024 : 1024 ** 2);
    bad.socket.on('error', () => undefined);
    for (let sent = 0; sent < 1024 ** 2 && bad.socket.readyState === WebSocket.OPEN; sent += part.length) {
      bad.socket.send(part, { fin: !isParted });
      if (sent % (100 * 1024) === 0) await pause(1);
    }
    expect(await bad.closed).toEqual([1009, '']);
    await good.ping();
    await good.close();
  });

  it('closes a socket that never says auth, after ten seconds', async () => {
    const client = await openSocket(api);
    const start = performance.now();
    expect(await client.closed).toEqual(EXPECTED_AUTH);
    expect(performance.now() - start).toBeGreaterThan(9500);
  }, 15_000);

  it('goes on with the next event where one cannot be recorded', async () => {
    const client = await openEvents(api);
    const run = randomUUID();
    const broken = eventWire('RUNNING');
    broken.payload.validated_state.type = 'NOPE';
    client.say(broken, eventWire('RUNNING', { flowRun: randomUUID() }), eventWire('RUNNING', { run }));
    await client.ping();
    expect(await historyOf(api, run)).toEqual(['Running']);
    await client.close();
  });

  it('answers many pings by the last, whether its answers are read or not', async () => {
    const { hostname, port } = new URL(api);
    const raw = connect(Number(port), hostname);
    const head = ['GET /v3/api/events/in HTTP/1.1', `Host: ${hostname}:${port}`, 'Upgrade: websocket'];
    const keys = ['Connection: Upgrade', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
    raw.write([...head, ...keys, '', ''].join('\r\n'));
    await once(raw, 'data');
    raw.pause();
    raw.on('error', () => undefined);
    // an empty ping, masked
    const pings = Buffer.concat(Array.from({ length: 10_000 }, () => Buffer.from([0x89, 0x80, 0, 0, 0, 0])));
    for (let i = 0; i < 20; i += 1) raw.write(pings);
    const good = await openEvents(api);
    await good.ping();
    await good.close();
    raw.destroy();
  });

  it('is not held up by one that sends events and never reads, and keeps them', async () => {
    const deaf = await openEvents(api);
    const runs = Array.from({ length: 2000 }, () => randomUUID());
    deaf.socket.pause();
    for (const run of runs) {
      deaf.say(eventWire('RUNNING', { run }));
      deaf.socket.ping('x'.repeat(100));
    }
    while (deaf.socket.bufferedAmount > 0) await pause(1);
    const good = await openEvents(api);
    await good.ping();
    while ((await historyOf(api, runs.at(-1)!)).length === 0) await pause(10);
    expect(await historyOf(api, runs[0]!)).toEqual(['Running']);
    deaf.socket.terminate();
    await good.close();
  }, 20_000);

  it('takes no more sockets than MAX_SOCKETS, and others when some are closed', async () => {
    const open = await Promise.all(Array.from({ length: 20 }, () => openEvents(api)));
    expect(await refusal(api, ['prefect'])).toBe(503);
    expect((await send(`${api}/health`)).status).toBe(200);
    await Promise.all(open.map((client) => client.close()));
    await (await openEvents(api)).close();
  });

  it('refuses pages of other origins, and names that are not its own', async () => {
    expect(await refusal(api, ['prefect'], { origin: 'https://evil.example' })).toBe(403);
    expect(await refusal(api, ['prefect'], { host: 'evil.example' })).toBe(403);
  });

  it('answers a request that is for no socket', async () => {
    expect((await send(`${api}/events/in`)).status).toBe(404);
    expect(await refusal(api.replace('/v3/api', '/v2/api'), ['prefect'])).toBe(404);
  });

  it('answers a request that wishes for another protocol as any other, with its body', async () => {
    const { hostname, port } = new URL(api);
    const body = JSON.stringify([eventWire('RUNNING', { run: '11111111-1111-4111-8111-111111111111' })]);
    const raw = connect(Number(port), hostname);
    const head = ['POST /v3/api/events HTTP/1.1', `Host: ${hostname}:${port}`, 'Connection: Upgrade, HTTP2-Settings'];
    const more = ['Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__', `Content-Length: ${body.length}`];
    raw.write([...head, ...more, '', body.slice(0, 20)].join('\r\n'));
    await pause(50);
    raw.write(body.slice(20));
    const [answer] = (await once(raw, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 204 /);
    raw.destroy();
    expect(await historyOf(api, '11111111-1111-4111-8111-111111111111')).toEqual(['Running']);
  });

  it('counts sockets and events', async () => {
    const client = await openEvents(api);
    const read = async (): Promise<string> => (await fetch(new URL('/metrics', api))).text();
    const text = await read();
    expect(text).toMatch(/^prefect_states_sockets_open 1$/m);
    expect(text).toMatch(/^prefect_states_events_waiting 0$/m);
    expect(text).toMatch(/^prefect_states_events_total\{outcome="recorded"\} \d\d+$/m);
    expect(text).toMatch(/^prefect_states_events_total\{outcome="refused"\} 2$/m);
    // the one that asks
    expect(text).toMatch(/^prefect_states_requests_in_work 1$/m);
    await client.close();
    expect(await read()).not.toMatch(/status="(101|499)"/);
  });
});

describe('POST /events', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder);
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  it('has kept all when it answers 204', async () => {
    const run = randomUUID();
    const events = [eventWire('COMPLETED', { run, at: 3 }), eventWire('RUNNING', { run, at: 2 })];
    expect(await send(`${api}/events`, post(events))).toMatchObject({ status: 204, text: '' });
    expect(await historyOf(api, run)).toEqual(['Running', 'Completed']);
    expect((await send(`${api}/events`, post([]))).status).toBe(204);
  });

  it('answers 422 for what is no list of events, with the places, and keeps nothing of it', async () => {
    const run = randomUUID();
    const { status, body } = await send(`${api}/events`, post([eventWire('RUNNING', { run }), { related: [{}] }]));
    const { exception_detail: details } = body as { readonly exception_detail: { readonly loc: unknown }[] };
    expect([status, details.map(({ loc }) => loc)]).toEqual([
      422,
      [
        ['body', 1, 'occurred'],
        ['body', 1, 'event'],
        ['body', 1, 'resource'],
        ['body', 1, 'related', 0],
        ['body', 1, 'id'],
      ],
    ]);
    expect(await historyOf(api, run)).toEqual([]);
    expect((await send(`${api}/events`, post(eventWire('RUNNING')))).status).toBe(422);
  });

  it('is not there for Prefect 2', async () => {
    expect((await send(`${api.replace('/v3/api', '/v2/api')}/events`, post([]))).status).toBe(404);
  });
});

describe('WS /events/in where API_AUTH_STRING is set', () => {
  const folder = temporaryFolder();
  let api: string;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = await startShared(folder, { API_AUTH_STRING: 'me:s3cr3t' });
    api = apiOf(server);
    ({ stop } = server);
  });
  afterAll(() => stop());

  it('takes the token that it is', async () => {
    const client = await openEvents(api, 'me:s3cr3t');
    const run = randomUUID();
    client.say(eventWire('RUNNING', { run }));
    await client.ping();
    await client.close();
    const headers = { authorization: `Bearer me:s3cr3t` };
    expect((await send(`${api}/task_runs/${run}`, { headers })).status).toBe(200);
    expect((await send(`${api}/task_runs/${run}`)).status).toBe(401);
  });

  it.each([
    ['another', 'me:other', 'Invalid token'],
    ['a number', 17, 'Invalid token'],
    ['none', null, 'Auth required but no token provided'],
    ['an empty one', '', 'Auth required but no token provided'],
  ])('refuses %s', async (_, token, reason) => {
    const client = await openSocket(api);
    client.say({ type: 'auth', token }, eventWire('RUNNING'));
    expect(await client.closed).toEqual([1008, reason]);
    expect(client.heard).toEqual([]);
  });

  it('opens no socket for a client that cannot say it', async () => {
    expect(await refusal(api, [])).toBe(403);
  });
});

describe.each(ENGINES)('events on %s, when the backend ends', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);

  async function keptIn(url: string): Promise<number> {
    const database = await Database.open(url);
    const count = await database.reader.count(TaskRunEntity);
    await database.close();
    return count;
  }

  it.each(Array.from({ length: times(2, 30) }, (_, i) => i + 1))(
    'are there again when it was killed right behind its pong, time %d',
    async () => {
      const url = await create();
      const server = await startServer(folder, { DATABASE_URL: url });
      const client = await openEvents(apiOf(server));
      client.say(...Array.from({ length: 300 }, () => eventWire('RUNNING')));
      client.socket.on('error', () => undefined);
      await client.ping();
      await server.stop('SIGKILL');
      const again = await startServer(folder, { DATABASE_URL: url });
      expect((await send(`${apiOf(again)}/task_runs/count`, post({}))).body).toBe(300);
      await again.stop();
    },
    60_000,
  );

  it('are kept when it is told to stop, and their sockets closed', async () => {
    const url = await create();
    const server = await startServer(folder, { DATABASE_URL: url });
    const clients = await Promise.all([1, 2, 3].map(() => openEvents(apiOf(server))));
    for (const client of clients) client.say(...Array.from({ length: 200 }, () => eventWire('RUNNING')));
    // they have left this process, and may wait in the other's buffers
    while (clients.some(({ socket }) => socket.bufferedAmount > 0)) await pause(1);
    expect(await server.stop()).toBe(0);
    expect(await Promise.all(clients.map(({ closed }) => closed))).toEqual(
      clients.map(() => [1001, 'The server stops']),
    );
    expect(await keptIn(url)).toBe(600);
  }, 30_000);
});

describe('events while the database cannot be used', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'prefect-states.db');
  let server: RunningServer;
  let lock: Sqlite.Database;
  beforeAll(async () => {
    server = await startServer(folder, { DATABASE_URL: `sqlite:${file}` });
    lock = new Sqlite(file);
  });
  afterAll(async () => {
    lock.close();
    await server.stop();
  });

  it('are not confirmed, wait within bounds, and are kept when it is back', async () => {
    const api = apiOf(server);
    const client = await openEvents(api);
    const run = randomUUID();
    lock.exec('BEGIN IMMEDIATE');
    let hasPong = false;
    client.say(eventWire('RUNNING', { run }));
    const pong = client.ping().then(() => (hasPong = true));
    const big = Array.from({ length: 80 }, () => eventWire('RUNNING', { message: 'x'.repeat(900_000) }));
    const other = await openEvents(api);
    other.say(...big);
    // longer than a write waits for the file
    await pause(6500);
    expect(hasPong).toBe(false);
    // not read on: 72 MB were sent, there is room for 16, and the system may hold some 40
    expect(other.socket.bufferedAmount).toBeGreaterThan(5_000_000);
    expect((await send(`${api}/events`, post([eventWire('RUNNING')]))).status).toBe(503);
    lock.exec('ROLLBACK');
    await pong;
    expect(await historyOf(api, run)).toEqual(['Running']);
    await other.ping();
    const database = await Database.openReadOnly(`sqlite:${file}`);
    expect(await database.reader.count(TaskRunEntity)).toBe(81);
    const states = new RunStates(database, 'task_run');
    expect((await states.find(big.at(-1)!.id))!.message).toHaveLength(900_000);
    await database.close();
    await Promise.all([client.close(), other.close()]);
    expect(server.output()).toContain('The database cannot be used: SQLITE_BUSY; events wait');
  }, 60_000);
});
