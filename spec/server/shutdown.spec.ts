/* The backend is told to stop while it is busy. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { type Answer, post, send } from '../support/http.js';
import { freePort } from '../support/postgres.js';
import { type RunningServer, startServer } from '../support/server.js';
import { expectKept, createFlowRuns } from '../support/writers.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CUT_OFF = 'Stopped waiting for clients';

/** A connection of which everything that comes is kept. */
interface Wire {
  readonly socket: Socket;
  readonly received: () => string;
  readonly until: (text: string) => Promise<void>;
}

async function dial(url: string): Promise<Wire> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  await once(socket, 'connect');
  return {
    socket,
    received: () => received,
    async until(text) {
      while (!received.includes(text)) await once(socket, 'data');
    },
  };
}

/** Waits until nobody listens any more: the server has heard that it is to stop. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    const refused = await dial(url).then(
      ({ socket }) => void socket.destroy(),
      () => true,
    );
    if (refused === true) return;
  }
}

describe.each(ENGINES)('the backend on %s, told to stop', (engine) => {
  const folder = temporaryFolder();
  const create = emptyDatabases(engine);
  let server: RunningServer;
  let database: string;

  beforeEach(async () => {
    database = await create();
    server = await startServer(folder, { DATABASE_URL: database });
  });

  it('answers what is under way, keeps it, and ends with 0', async () => {
    const [runId] = (await createFlowRuns(server.url, 1)) as [string];
    const body = JSON.stringify({ state: { type: 'RUNNING', message: 'the last' }, force: true });
    const wire = await dial(server.url);
    wire.socket.write(
      `POST /api/flow_runs/${runId}/set_state HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: keep-alive\r\n\r\n`,
    );
    await wire.until('100 Continue');
    wire.socket.write(body.slice(0, 10));

    const stopped = server.stop();
    await untilRefused(server.url);
    // nor does the server wait for this client to hang up
    const hungUp = once(wire.socket, 'end');
    wire.socket.write(body.slice(10));
    await hungUp;
    expect(wire.received()).toContain('HTTP/1.1 201 Created');
    expect(await stopped).toBe(0);
    const { state } = JSON.parse(/\{"state":.*\}/.exec(wire.received())![0]) as { readonly state: object };
    await expectKept(database, [runId], [{ runId, json: JSON.stringify(state) }]);
  });

  it('waits for no connection that is kept open for later', async () => {
    // the first has never been used
    const wires = await Promise.all([1, 2, 3].map(() => dial(server.url)));
    for (const { socket } of wires) socket.on('error', () => undefined);
    for (const { socket, until } of wires.slice(1)) {
      socket.write('GET /api/health HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n');
      await until('true');
    }
    // and fetch keeps one too
    await send(`${server.url}/health`);
    expect(await server.stop()).toBe(0);
    expect(server.output()).not.toContain(CUT_OFF);
    for (const { socket } of wires) socket.destroy();
  });
});

describe('the backend, told to stop', () => {
  const folder = temporaryFolder();

  it.each(['0', '1'])('answers what was sent just before, with DRAIN_SECONDS=%s', async (DRAIN_SECONDS) => {
    const server = await startServer(folder, { DRAIN_SECONDS });
    const wires = await Promise.all(Array.from({ length: 60 }, () => dial(server.url)));
    const ends = wires.map(async ({ socket, received }, i) => {
      const error = once(socket, 'close').then(([hadError]) => Boolean(hadError));
      const body = JSON.stringify({ name: `${DRAIN_SECONDS}-${i}` });
      socket.on('error', () => undefined);
      socket.write(`POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return [await error, received().slice(0, 'HTTP/1.1 201'.length)];
    });
    const stopped = server.stop();
    expect(await Promise.all(ends)).toEqual(Array.from({ length: 60 }, () => [false, 'HTTP/1.1 201']));
    expect(await stopped).toBe(0);
  });

  it('says at /api/ready that it stops, and serves until DRAIN_SECONDS are over', async () => {
    const server = await startServer(folder, { DRAIN_SECONDS: '2' });
    const begin = Date.now();
    const stopped = server.stop();
    const ready = (): Promise<Answer> => send(`${server.url}/ready`);
    while ((await ready()).status === 200) expect(Date.now() - begin).toBeLessThan(2000);
    expect(await ready()).toMatchObject({ status: 503, body: { message: 'Server is stopping' } });
    expect((await ready()).headers.get('connection')).toBe('close');
    expect((await send(server.url.replace('/api', '/healthz'))).body).toMatchObject({ status: 'shutting_down' });
    expect((await send(`${server.url}/health`)).status).toBe(200);
    expect((await send(`${server.url}/flows/`, post({ name: 'late' }))).status).toBe(201);
    await untilRefused(server.url);
    expect(Date.now() - begin).toBeGreaterThanOrEqual(2000);
    expect(await stopped).toBe(0);
  });

  it('waits for nobody to look elsewhere when it is stopped at a terminal', async () => {
    const server = await startServer(folder, { DRAIN_SECONDS: '60' });
    expect(await server.stop('SIGINT')).toBe(0);
  });

  it('stops when it is npm that is told so', async () => {
    const port = String(await freePort());
    const env = { ...process.env, PORT: port, DRAIN_SECONDS: '0', DATABASE_URL: `sqlite:${join(folder, 'npm.db')}` };
    // without the build before
    const npm = spawn('npm', ['start', '--ignore-scripts'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
    let pid = 0;
    for await (const chunk of npm.stdout) {
      pid = Number(/"pid":(\d+).*Listening on /.exec(String(chunk))?.[1] ?? 0);
      if (pid !== 0) break;
    }
    npm.kill();
    await once(npm, 'exit');
    const isAlive = (): boolean => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    const wasLeft = isAlive();
    if (wasLeft) process.kill(pid, 'SIGKILL');
    expect(wasLeft).toBe(false);
  });

  it('cuts off who does not end his request', async () => {
    const server = await startServer(folder);
    const wire = await dial(server.url);
    wire.socket.on('error', () => undefined);
    wire.socket.write(
      'POST /api/flows/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n',
    );
    await wire.until('100 Continue');
    expect(await server.stop()).toBe(0);
    expect(server.output()).toContain(CUT_OFF);
    expect(wire.received()).not.toContain('HTTP/1.1 2');
  });
});
