import { randomUUID } from 'node:crypto';
import { type WebSocket } from 'ws';

import { type Credentials } from '../credentials.js';
import { CLOSING, PrefectSocket, readObject } from '../sockets/prefect-socket.js';
import { type TaskQueue, type TaskWorker } from './task-queue.js';

/** As long as a client may take to say for which tasks it takes runs. */
const SUBSCRIBE_TIMEOUT_MS = 20_000;

/** As long as it may take to acknowledge a run. */
const ACK_TIMEOUT_MS = 5000;

/** The most bytes that name the tasks of a client. */
const MOST_BYTES = 64 * 1024;

/** More pongs than this are not written for a client that does not read them. */
const MOST_UNREAD = 64 * 1024;

/** What a socket is opened with. */
export interface TaskSocketOptions {
  readonly queue: TaskQueue;
  /** What the token of `auth` must be; null for any. */
  readonly credentials: Credentials | null;
}

/** What a client has said of itself. */
interface Subscription {
  readonly taskKeys: readonly string[];
  readonly clientId: string;
}

/** A run that a client has not acknowledged yet. */
interface Offer {
  readonly runId: string;
  readonly timeout: NodeJS.Timeout;
}

/**
 * One client that runs background tasks. It says for which tasks, and is then offered one run at a time: the next when it has
 * acknowledged the one before.
 *
 * @source prefect 3.8.8, server/api/task_runs.py, `scheduled_task_subscription`
 */
export class TaskSocket implements TaskWorker {
  readonly socketId = randomUUID();
  readonly #socket: WebSocket;
  readonly #client: PrefectSocket;
  readonly #queue: TaskQueue;
  readonly #timeout: NodeJS.Timeout;
  #subscription: Subscription | null = null;
  #offer: Offer | null = null;
  /** Whether the client goes; else it is us, and it may come back. */
  #isLeft = true;

  constructor(socket: WebSocket, { queue, credentials }: TaskSocketOptions) {
    this.#socket = socket;
    this.#queue = queue;
    this.#client = new PrefectSocket(socket, {
      credentials,
      hear: (text) => {
        this.#hear(text);
      },
    });
    this.#timeout = setTimeout(() => {
      this.#refuse(expected('subscribe'));
    }, SUBSCRIBE_TIMEOUT_MS);
    socket.on('ping', (data: Buffer) => {
      if (socket.bufferedAmount > MOST_UNREAD) socket.terminate();
      else if (this.#client.isOpen) socket.pong(data);
    });
    socket.once('close', () => {
      this.#end();
    });
  }

  /** The tasks of which it takes runs; none before it has said so. */
  get taskKeys(): readonly string[] {
    return this.#subscription?.taskKeys ?? [];
  }

  /** As the client calls itself. */
  get clientId(): string {
    return this.#subscription?.clientId ?? '';
  }

  /** Whether it can be offered a run. */
  get isFree(): boolean {
    return this.#subscription !== null && this.#offer === null && this.#client.isOpen;
  }

  /** Offers a run. @param text - the run, as JSON */
  offer(runId: string, text: string): void {
    const timeout = setTimeout(() => {
      this.#giveBack();
      this.#refuse(expected('ack'));
    }, ACK_TIMEOUT_MS);
    this.#offer = { runId, timeout };
    this.#socket.send(text);
  }

  /** Closes it, because the server stops. With another code, such as that of going away, Prefect's client would end. */
  stop(): void {
    this.#isLeft = false;
    this.#socket.close(CLOSING.restart, 'The server stops');
  }

  #hear(text: Buffer): void {
    const said = readObject(text);
    if (this.#subscription === null) this.#hearSubscription(text, said);
    else if (said?.type === 'quit') this.#socket.close(1000);
    else if (said?.type !== 'ack') this.#refuse(expected('ack'));
    else if (this.#offer !== null) this.#take(this.#offer);
    // an acknowledgement of nothing changes nothing
  }

  #hearSubscription(text: Buffer, said: Readonly<Record<string, unknown>> | null): void {
    if (text.length > MOST_BYTES) {
      this.#client.refuse(CLOSING.tooBig, '');
      return;
    }
    const { type, keys, client_id: clientId } = said ?? {};
    if (type !== 'subscribe') this.#refuse(expected('subscribe'));
    else if (!isListOfTexts(keys)) this.#refuse(expected('keys', 'in subscribe message'));
    else if (!isText(clientId)) this.#refuse(expected('client_id', 'in subscribe message'));
    else {
      clearTimeout(this.#timeout);
      this.#subscription = { taskKeys: [...new Set(keys)], clientId };
      this.#queue.add(this);
    }
  }

  #take({ runId, timeout }: Offer): void {
    clearTimeout(timeout);
    this.#offer = null;
    this.#queue.take(this, runId);
  }

  #giveBack(): void {
    if (this.#offer === null) return;
    const { runId, timeout } = this.#offer;
    clearTimeout(timeout);
    this.#offer = null;
    this.#queue.giveBack(this, runId);
  }

  #refuse(reason: string): void {
    this.#isLeft = false;
    this.#client.refuse(CLOSING.protocol, reason);
  }

  #end(): void {
    clearTimeout(this.#timeout);
    this.#giveBack();
    if (this.#subscription !== null) this.#queue.remove(this, this.#isLeft);
  }
}

function expected(name: string, where = 'message'): string {
  return `Protocol violation: expected '${name}' ${where}`;
}

/** What a database can hold, too. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.isWellFormed() && !value.includes('\0');
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}
