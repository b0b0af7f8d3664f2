/* The backend is told to stop while it is busy. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { emptyDatabases, ENGINES, temporaryFolder } from '../support/database.js';
import { send } from '../support/http.js';
import { type RunningServer, startServer } from '../support/server.js';
import { expectKept, makeFlowRuns } from '../support/writers.js';

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
    const [runId] = (await makeFlowRuns(server.url, 1)) as [string];
    const body = JSON.stringify({ state: { type: 'RUNNING', message: 'the last' }, force: true });
    const wire = await dial(server.url);
    wire.socket.write(
      `POST /api/flow_runs/${runId}/set_state HTTP/1.1\r\nHost: me\r\nContent-Type: application/json\r\n` +
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
      socket.write('GET /api/health HTTP/1.1\r\nHost: me\r\nConnection: keep-alive\r\n\r\n');
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

  it('cuts off who does not end his request', async () => {
    const server = await startServer(folder);
    const wire = await dial(server.url);
    wire.socket.on('error', () => undefined);
    wire.socket.write('POST /api/flows/ HTTP/1.1\r\nHost: me\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n');
    await wire.until('100 Continue');
    expect(await server.stop()).toBe(0);
    expect(server.output()).toContain(CUT_OFF);
    expect(wire.received()).not.toContain('HTTP/1.1 2');
  });
});
