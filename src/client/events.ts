/*
 * Tells a server of events by a socket. They are sent again until they are confirmed: a server knows an event by its id, and
 * keeps it once.
 */
import { NORMAL, openSocket } from './api-socket.js';
import { type Asked, PrefectConnectionError } from './errors.js';
import { type Connection } from './options.js';
import { pause } from './pause.js';
import { type Socket } from './socket.js';
import { waitOf } from './transport.js';

const ASKED: Asked = { method: 'GET', path: '/events/in' };

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
  readonly #connection: Connection;
  readonly #texts: readonly string[];
  readonly #signal: AbortSignal | undefined;
  #isSent = false;

  constructor(connection: Connection, texts: readonly string[], signal: AbortSignal | undefined) {
    this.#connection = connection;
    this.#texts = texts;
    this.#signal = signal;
  }

  /** @returns null when all is confirmed */
  async run(): Promise<Failed | null> {
    const { timeoutSeconds } = this.#connection;
    const inTime = AbortSignal.timeout(timeoutSeconds * 1000);
    const end = this.#signal === undefined ? inTime : AbortSignal.any([this.#signal, inTime]);
    let socket: Socket;
    const failed = await new Promise<Failed | null>((resolve) => {
      const fail = (why: string, cause?: unknown, isRefused = false): void => {
        resolve({ error: new PrefectConnectionError(ASKED, why, cause), isRefused });
      };
      end.addEventListener('abort', () => {
        fail(`none in ${timeoutSeconds} s`, end.reason);
      });
      socket = openSocket(this.#connection, ASKED.path, {
        letIn: () => {
          this.#send(socket, resolve);
        },
        end: ({ why, cause, code, isRefused }) => {
          if (this.#isSent && code === NORMAL && socket.ping === undefined) resolve(null);
          else fail(why, cause, isRefused);
        },
      });
    });
    socket!.close(NORMAL);
    return failed;
  }

  #send(socket: Socket, resolve: (confirmed: null) => void): void {
    this.#isSent = true;
    for (const text of this.#texts) socket.send(text);
    if (socket.ping === undefined) {
      socket.close(NORMAL);
      return;
    }
    socket.once?.('pong', () => {
      resolve(null);
    });
    socket.ping();
  }
}
