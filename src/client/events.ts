/*
 * Tells a server of events by a socket. They are sent again until they are confirmed: a server knows an event by its id, and
 * keeps it once.
 */
import { type Asked, PrefectConnectionError } from './errors.js';
import { type Connection, socketOf } from './options.js';
import { pause } from './pause.js';
import { type Socket, type SocketEvent } from './socket.js';
import { waitOf } from './transport.js';

const ASKED: Asked = { method: 'GET', path: '/events/in' };
const NORMAL = 1000;
/** The server will not have it, however often: RFC 6455, 7.4.1. */
const REFUSALS: ReadonlySet<unknown> = new Set([1002, 1003, 1007, 1008, 1009]);

/** Sends events, one batch after another. */
export class EventSender {
  readonly #connection: Connection;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Sends texts of events; when it answers, they are confirmed.
   *
   * @throws {@link PrefectConnectionError} and {@link ClientOptionsError}
   */
  send(texts: readonly string[], signal?: AbortSignal): Promise<void> {
    const sent = this.#turn.then(() => this.#repeat(texts, signal));
    this.#turn = sent.catch(() => undefined);
    return sent;
  }

  /** Waits until nothing is being sent. */
  async settle(): Promise<void> {
    await this.#turn;
  }

  async #repeat(texts: readonly string[], signal: AbortSignal | undefined): Promise<void> {
    const { retry } = this.#connection;
    for (let tries = 0; ; tries += 1) {
      signal?.throwIfAborted();
      const failed = await new Attempt(this.#connection, texts, signal).run();
      if (failed === null) return;
      signal?.throwIfAborted();
      if (failed.isRefused || tries >= retry.times) throw failed.error;
      await pause(waitOf(null, tries, retry), signal);
    }
  }
}

interface Failed {
  readonly error: Error;
  readonly isRefused: boolean;
}

/**
 * One try: opens a socket, says who it is, sends all, and closes it when all is confirmed: by the answer to a ping, which comes
 * when the server has kept what came before it. A browser's socket cannot ping: there the server's part in an orderly end says
 * that it has read all.
 *
 * @source prefect 3.8.8, events/clients.py, `PrefectEventsClient`
 */
class Attempt {
  readonly #socket: Socket;
  readonly #connection: Connection;
  readonly #texts: readonly string[];
  readonly #signal: AbortSignal | undefined;
  #isSent = false;

  constructor(connection: Connection, texts: readonly string[], signal: AbortSignal | undefined) {
    const address = `${connection.apiUrl.replace(/^http/, 'ws')}${ASKED.path}`;
    const headers = Object.fromEntries(connection.headers);
    this.#socket = new (socketOf(connection))(address, ['prefect'], { headers });
    this.#connection = connection;
    this.#texts = texts;
    this.#signal = signal;
  }

  /** @returns null when all is confirmed */
  async run(): Promise<Failed | null> {
    const { timeoutSeconds } = this.#connection;
    const inTime = AbortSignal.timeout(timeoutSeconds * 1000);
    const end = this.#signal === undefined ? inTime : AbortSignal.any([this.#signal, inTime]);
    const failed = await new Promise<Failed | null>((resolve) => {
      const fail = (why: string, cause?: unknown, isRefused = false): void => {
        resolve({ error: new PrefectConnectionError(ASKED, why, cause), isRefused });
      };
      end.addEventListener('abort', () => {
        fail(`none in ${timeoutSeconds} s`, end.reason);
      });
      this.#listen('open', () => {
        this.#socket.send(JSON.stringify({ type: 'auth', token: this.#connection.token }));
      });
      this.#listen('message', ({ data }) => {
        if (!this.#isSent && isLetIn(data)) this.#send(resolve);
      });
      this.#listen('error', ({ error, message }) => {
        fail((error as { readonly code?: string } | undefined)?.code ?? message ?? 'the connection was lost', error);
      });
      this.#listen('close', ({ code, reason = '' }) => {
        if (this.#isSent && code === NORMAL && this.#socket.ping === undefined) resolve(null);
        else fail(`closed with ${code}${reason === '' ? '' : `: ${reason}`}`, undefined, REFUSALS.has(code));
      });
    });
    this.#socket.close(NORMAL);
    return failed;
  }

  #listen(type: 'open' | 'message' | 'error' | 'close', hear: (event: SocketEvent) => void): void {
    this.#socket.addEventListener(type, hear);
  }

  #send(resolve: (confirmed: null) => void): void {
    this.#isSent = true;
    for (const text of this.#texts) this.#socket.send(text);
    if (this.#socket.ping === undefined) {
      this.#socket.close(NORMAL);
      return;
    }
    this.#socket.once?.('pong', () => {
      resolve(null);
    });
    this.#socket.ping();
  }
}

function isLetIn(data: unknown): boolean {
  return typeof data === 'string' && data.includes('"auth_success"');
}
