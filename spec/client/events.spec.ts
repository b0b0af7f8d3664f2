/* Events, sent by a socket until they are confirmed. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type WebSocket as ServerSocket, WebSocket, WebSocketServer } from 'ws';

import {
  ClientOptionsError,
  prefect3,
  PrefectClient,
  type SocketClass,
  type SocketEvent,
} from '../../src/client/index.js';
import { State } from '../../src/v3/index.js';

type Said = { readonly type?: string; readonly token?: unknown; readonly id?: string };

let http: Server;
let sockets: WebSocketServer;
let said: Said[][];
/** What a socket comes to, by how many were opened before it. */
let behave: (socket: ServerSocket, message: Said, n: number) => void;

beforeEach(async () => {
  said = [];
  behave = () => undefined;
  http = createServer();
  sockets = new WebSocketServer({ server: http, autoPong: false });
  sockets.on('connection', (socket) => {
    const n = said.push([]) - 1;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Said;
      said[n]!.push(message);
      if (message.type === 'auth') socket.send('{"type":"auth_success"}');
      behave(socket, message, n);
    });
    socket.on('ping', (data: Buffer) => {
      socket.pong(data);
    });
  });
  http.listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
});
afterEach(async () => {
  for (const socket of sockets.clients) socket.terminate();
  await new Promise((resolve) => http.close(resolve));
});

function clientWith(options: object = {}): PrefectClient<typeof prefect3> {
  const { port } = http.address() as AddressInfo;
  const retry = { seconds: 0.001, times: 3 };
  return new PrefectClient({ wire: prefect3, apiUrl: `http://127.0.0.1:${port}/api`, retry, WebSocket, ...options });
}

const RUN = { id: crypto.randomUUID(), name: 'a', taskKey: 'a', dynamicKey: '0' };
const STATES = [State.pending(), State.running()];
const IDS = STATES.map(({ id }) => id);

/** The ids of the events of each socket. */
const told = (): unknown[] => said.map((each) => each.flatMap(({ id }) => id ?? []));

describe('PrefectClient.recordTaskRunStates()', () => {
  it('says who it is, then tells of each state in order, and ends when a ping was answered', async () => {
    await clientWith({ authString: 'user:secret' }).recordTaskRunStates(RUN, STATES);
    expect(said[0]![0]).toEqual({ type: 'auth', token: 'user:secret' });
    expect(told()).toEqual([IDS]);
  });

  it('sends all again when the connection is lost before that', async () => {
    behave = (socket, { id }, n) => {
      if (n < 2 && id === IDS[n]) socket.terminate();
    };
    await clientWith().recordTaskRunStates(RUN, STATES);
    expect(said).toHaveLength(3);
    expect(told().at(-1)).toEqual(IDS);
  });

  it('takes an orderly end as the confirmation where a socket cannot ping', async () => {
    class OfBrowsers {
      readonly #socket: WebSocket;
      constructor(address: string, protocols: string[]) {
        this.#socket = new WebSocket(address, protocols);
      }
      send(text: string): void {
        this.#socket.send(text);
      }
      close(code: number): void {
        this.#socket.close(code);
      }
      addEventListener(type: 'close', hear: (event: SocketEvent) => void): void {
        this.#socket.addEventListener(type, hear);
      }
    }
    behave = (socket, { id }, n) => {
      if (n === 0 && id !== undefined) socket.terminate();
    };
    await clientWith({ WebSocket: OfBrowsers satisfies SocketClass }).recordTaskRunStates(RUN, STATES);
    expect(told()[1]).toEqual(IDS);
  });

  it('is refused at once where the server refuses it, and the error holds no secret', async () => {
    behave = (socket) => {
      socket.close(1008, 'Invalid token');
    };
    const refused = clientWith({ authString: 'user:s3cret' }).recordTaskRunStates(RUN, STATES);
    await expect(refused).rejects.toMatchObject({
      code: 'PREFECT_STATES_CONNECTION',
      message: 'GET /events/in got no answer: closed with 1008: Invalid token',
    });
    expect(said).toHaveLength(1);
  });

  it('gives up after as many repeats as of any request', async () => {
    behave = (socket) => {
      socket.terminate();
    };
    await expect(clientWith().recordTaskRunStates(RUN, STATES)).rejects.toThrow('GET /events/in got no answer');
    expect(said).toHaveLength(4);
  });

  it('says which package brings sockets, where the platform has none', async () => {
    const { WebSocket: ofPlatform } = globalThis as { WebSocket?: unknown };
    Object.defineProperty(globalThis, 'WebSocket', { value: undefined, configurable: true, writable: true });
    const refused = clientWith({ WebSocket: undefined }).recordTaskRunStates(RUN, STATES);
    await expect(refused).rejects.toThrow(ClientOptionsError);
    await expect(refused).rejects.toThrow('pass that of the package ws');
    Object.defineProperty(globalThis, 'WebSocket', { value: ofPlatform, configurable: true, writable: true });
  });

  it('is waited for when the client is closed', async () => {
    const client = clientWith();
    let isTold = false;
    void client.recordTaskRunStates(RUN, STATES).then(() => (isTold = true));
    await client.close();
    await Promise.resolve();
    expect(isTold).toBe(true);
  });
});
