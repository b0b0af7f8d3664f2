/* A client of events, as that of Prefect 3.8.8 opens its socket. */
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** How a socket was closed. */
export type Closed = readonly [code: number, reason: string];

/** An open socket. */
export interface EventClient {
  readonly socket: WebSocket;
  /** Texts that came. */
  readonly heard: string[];
  readonly closed: Promise<Closed>;
  /** Sends values as JSON. */
  readonly say: (...values: object[]) => void;
  /** Waits for the pong to a ping of its own. */
  readonly ping: () => Promise<void>;
  /** Closes it, as a client does that ends. */
  readonly close: () => Promise<Closed>;
}

/** The address of the socket beside an address of the API. */
export function socketUrl(url: string, path = '/events/in'): string {
  return `${url.replace(/^http/, 'ws')}${path}`;
}

// one that a spec leaves open, because it fails, is not there for the next one
const open = new Set<EventClient>();
afterEach(async () => {
  for (const { socket } of open) socket.terminate();
  await Promise.all([...open].map(({ closed }) => closed));
});

/** Opens a socket, without a word. The spec that opens it need not close it. */
export async function openSocket(
  url: string,
  {
    path,
    protocols = ['prefect'],
    headers = {},
  }: { path?: string; protocols?: string[]; headers?: Record<string, string> } = {},
): Promise<EventClient> {
  const socket = new WebSocket(socketUrl(url, path), protocols, { headers });
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code, reason) => {
      resolve([code, reason.toString()]);
    });
  });
  await once(socket, 'open');
  let pings = 0;
  const client: EventClient = {
    socket,
    heard,
    closed,
    say(...values) {
      for (const value of values) socket.send(JSON.stringify(value));
    },
    async ping() {
      const data = String((pings += 1));
      socket.ping(data);
      await new Promise<void>((resolve, reject) => {
        socket.on('pong', (answer) => {
          if (answer.toString() === data) resolve();
        });
        socket.once('close', (code) => {
          reject(new Error(`closed: ${code}`));
        });
      });
    },
    close() {
      socket.close(1000);
      return closed;
    },
  };
  open.add(client);
  void closed.then(() => open.delete(client));
  return client;
}

/** Opens a socket and says `auth`. */
export async function openEvents(url: string, token: string | null = null): Promise<EventClient> {
  const client = await openSocket(url);
  client.say({ type: 'auth', token });
  await once(client.socket, 'message');
  return client;
}
