/* Following a flow run where the server tells of events. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type WebSocket as ServerSocket, WebSocket, WebSocketServer } from 'ws';

import { prefect3, PrefectClient } from '../../src/client/index.js';
import { State } from '../../src/v3/index.js';

const ID = '00000000-0000-4000-8000-000000000001';
/** So seldom that only what is told can be in time. */
const SELDOM = { firstPollSeconds: 60, longestPollSeconds: 60 };
const OFTEN = { firstPollSeconds: 0.01, longestPollSeconds: 0.01 };

let http: Server;
let sockets: WebSocketServer;
/** The states that the server answers. */
let states: State[];
/** How often it was asked for them. */
let asked: number;
let upgrades: number;
/** What a socket has said. */
let said: Record<string, unknown>[];
/** What becomes of a socket that asks for events. */
let onFilter: (socket: ServerSocket) => void;
let refuseUpgrade: number | null;

beforeEach(async () => {
  [states, asked, upgrades, said, refuseUpgrade] = [[State.running()], 0, 0, [], null];
  onFilter = () => undefined;
  http = createServer(({ url = '' }, response) => {
    asked += 1;
    const text = url.includes('/flow_runs/')
      ? JSON.stringify({ id: ID, name: 'a', flow_id: ID, state: states.at(-1) })
      : JSON.stringify(states);
    response.setHeader('content-type', 'application/json').end(text);
  });
  sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('prefect') ? 'prefect' : false),
  });
  http.on('upgrade', (request, socket, head) => {
    upgrades += 1;
    if (refuseUpgrade !== null || request.url !== '/api/events/out') {
      socket.end(`HTTP/1.1 ${refuseUpgrade ?? 404} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as Record<string, unknown>;
        said.push(message);
        if (message.type === 'auth') opened.send('{"type":"auth_success"}');
        else onFilter(opened);
      });
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(async () => {
  for (const socket of sockets.clients) socket.terminate();
  http.closeAllConnections();
  await new Promise((resolve) => http.close(resolve));
});

function clientWith(options: object = {}): PrefectClient<typeof prefect3> {
  const { port } = http.address() as AddressInfo;
  return new PrefectClient({ wire: prefect3, apiUrl: `http://127.0.0.1:${port}/api`, WebSocket, ...options });
}

/** Tells of something that has happened to the run. */
function tell(socket: ServerSocket): void {
  socket.send(JSON.stringify({ type: 'event', event: { id: ID, event: 'prefect.flow-run.Any' } }));
}

async function watch(client: PrefectClient<typeof prefect3>, options: object, hear?: (type: string) => void) {
  const seen: string[] = [];
  for await (const { type } of client.watchFlowRun(ID, options)) {
    seen.push(type);
    hear?.(type);
  }
  return seen;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('PrefectClient.watchFlowRun(), told of events', () => {
  it('gives each state once, in order, as soon as it is told, and asks no more often', async () => {
    onFilter = (socket) => {
      // two states by one event, and one event of nothing new
      states.push(State.paused({ timeoutSeconds: 60 }), State.running());
      tell(socket);
      setTimeout(() => {
        states.push(State.completed());
        tell(socket);
      }, 50);
    };
    expect(await watch(clientWith(), SELDOM)).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'COMPLETED']);
    expect(asked).toBeLessThanOrEqual(4);
  });

  it('says who it is, then which run it is told of, and by which protocol', async () => {
    onFilter = (socket) => {
      states.push(State.completed());
      tell(socket);
    };
    await watch(clientWith({ authString: 'user:secret' }), SELDOM);
    expect(said).toEqual([
      { type: 'auth', token: 'user:secret' },
      {
        type: 'filter',
        backfill: false,
        filter: {
          occurred: { since: expect.stringMatching(/Z$/) as string, until: expect.stringMatching(/Z$/) as string },
          event: { prefix: ['prefect.flow-run.'] },
          resource: { id: [`prefect.flow-run.${ID}`] },
        },
      },
    ]);
  });

  it('asks again soon where a state is told of before it can be read', async () => {
    onFilter = (socket) => {
      tell(socket);
      setTimeout(() => states.push(State.completed()), 100);
    };
    const options = { firstPollSeconds: 0.3, longestPollSeconds: 60 };
    expect(await watch(clientWith(), options)).toEqual(['RUNNING', 'COMPLETED']);
  });

  it('loses no state that comes while another is looked at', async () => {
    onFilter = (socket) => {
      states.push(State.pending());
      tell(socket);
    };
    const seen = await watch(clientWith(), SELDOM, (type) => {
      if (type !== 'PENDING') return;
      states.push(State.completed());
      for (const socket of sockets.clients) tell(socket);
    });
    expect(seen).toEqual(['RUNNING', 'PENDING', 'COMPLETED']);
  });

  it('closes its socket when the run has ended, when it is broken off, and when its signal is aborted', async () => {
    const client = clientWith();
    const isClosed = () => until(() => sockets.clients.size === 0);
    onFilter = (socket) => {
      states.push(State.completed());
      tell(socket);
    };
    await watch(client, SELDOM);
    await isClosed();
    states = [State.running()];
    onFilter = (socket) => {
      states.push(State.pending());
      tell(socket);
    };
    for await (const { type } of client.watchFlowRun(ID, SELDOM)) if (type === 'PENDING') break;
    await isClosed();
    const controller = new AbortController();
    onFilter = () => {
      controller.abort();
    };
    await expect(watch(client, { ...SELDOM, signal: controller.signal })).rejects.toThrow('aborted');
    await isClosed();
    expect(upgrades).toBe(3);
  });

  it('closes its socket with the client, and asks by itself from then on', async () => {
    const client = clientWith();
    onFilter = () => {
      void client
        .close()
        .then(() => until(() => sockets.clients.size === 0))
        .then(() => states.push(State.completed()));
    };
    expect(await watch(client, OFTEN)).toEqual(['RUNNING', 'COMPLETED']);
  });
});

describe('PrefectClient.waitForFlowRun(), told of events', () => {
  it('gives the run as soon as it has ended', async () => {
    onFilter = (socket) => {
      states.push(State.completed({ message: 'done' }));
      tell(socket);
    };
    expect((await clientWith().waitForFlowRun(ID, SELDOM)).state?.message).toBe('done');
    expect(asked).toBe(2);
  });
});

describe('where a server does not tell of events', () => {
  /** Follows a run that ends by itself, long after the server has had its say. */
  async function followed(client: PrefectClient<typeof prefect3>): Promise<string[]> {
    states = [State.running()];
    setTimeout(() => states.push(State.completed()), 400);
    return watch(client, OFTEN);
  }

  it.each([403, 404, 500])('a client asks by itself after a %d, and tries no socket any more', async (status) => {
    refuseUpgrade = status;
    const client = clientWith();
    expect(await followed(client)).toEqual(['RUNNING', 'COMPLETED']);
    expect(await followed(client)).toEqual(['RUNNING', 'COMPLETED']);
    expect(upgrades).toBe(1);
  });

  it('a client asks by itself when it is not let in, and tries no socket any more', async () => {
    onFilter = (socket) => {
      socket.close(1002, 'Invalid filter');
    };
    const client = clientWith();
    await followed(client);
    expect(await followed(client)).toEqual(['RUNNING', 'COMPLETED']);
    expect(upgrades).toBe(1);
  });

  it('a client asks by itself when the socket is lost, and tries one for the next run', async () => {
    onFilter = (socket) => {
      socket.terminate();
    };
    const client = clientWith();
    expect(await followed(client)).toEqual(['RUNNING', 'COMPLETED']);
    expect(await followed(client)).toEqual(['RUNNING', 'COMPLETED']);
    expect(upgrades).toBe(2);
  });

  it('a client asks by itself where the platform has no sockets', async () => {
    const { WebSocket: ofPlatform } = globalThis as { WebSocket?: unknown };
    Object.defineProperty(globalThis, 'WebSocket', { value: undefined, configurable: true, writable: true });
    expect(await followed(clientWith({ WebSocket: undefined }))).toEqual(['RUNNING', 'COMPLETED']);
    Object.defineProperty(globalThis, 'WebSocket', { value: ofPlatform, configurable: true, writable: true });
    expect(upgrades).toBe(0);
  });
});
