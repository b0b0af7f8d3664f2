import { type WebSocket } from 'ws';

import { Event } from '../../api/index.js';
import { PrefectError } from '../../index.js';
import { type Credentials } from '../credentials.js';
import { type EventQueue } from './event-queue.js';

/** As long as a client may take to say `auth`. */
const AUTH_TIMEOUT_MS = 10_000;

/** More than this is not written for a client that does not read it. */
const MOST_UNREAD = 64 * 1024;

/** Why a socket is closed: RFC 6455, 7.4.1. */
const CLOSING = { unsupported: 1003, invalid: 1007, policy: 1008 } as const;

/** What a socket is opened with. */
export interface EventSocketOptions {
  readonly queue: EventQueue;
  /** What the token of `auth` must be; null for any. */
  readonly credentials: Credentials | null;
}

/**
 * One client that tells of events. It says `auth` first, unless it is an old one, without the subprotocol; then come events,
 * which nothing answers. Its pings are answered when all that came before them is kept.
 *
 * @source prefect 3.8.8, server/api/events.py, `stream_events_in`; server/utilities/subscriptions.py, `accept_prefect_socket`
 */
export class EventSocket {
  readonly #socket: WebSocket;
  readonly #queue: EventQueue;
  readonly #credentials: Credentials | null;
  readonly #timeout: NodeJS.Timeout;
  #isLetIn: boolean;
  /** What came behind a fault is not looked at. */
  #isRefused = false;
  #isHeld = false;
  #isAlive = true;
  /** The number of its last event. */
  #last = 0;
  #isPinged = false;
  /** The ping that came while another waits for its answer: the last of them stands for all. */
  #nextPing: Buffer | null = null;

  constructor(socket: WebSocket, { queue, credentials }: EventSocketOptions) {
    this.#socket = socket;
    this.#queue = queue;
    this.#credentials = credentials;
    this.#isLetIn = socket.protocol === '';
    this.#timeout = setTimeout(() => {
      if (!this.#isLetIn) this.#refuse(CLOSING.policy, EXPECTED_AUTH);
    }, AUTH_TIMEOUT_MS);
    socket.on('message', (data: Buffer, isBinary) => {
      this.#isAlive = true;
      if (!this.#isRefused) this.#hear(data, isBinary);
    });
    socket.on('ping', (data: Buffer) => {
      this.#isAlive = true;
      this.#hearPing(data);
    });
    socket.on('pong', () => (this.#isAlive = true));
    socket.once('close', () => {
      clearTimeout(this.#timeout);
    });
  }

  /** Looks whether the client is still there: a connection may break without a word. */
  look(): void {
    // what a client says to a socket that is held is not heard
    if (this.#isHeld || this.#socket.readyState !== this.#socket.OPEN) return;
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  #hear(data: Buffer, isBinary: boolean): void {
    if (isBinary) this.#refuse(CLOSING.unsupported, 'Expected text');
    else if (this.#isLetIn) this.#hearEvent(data);
    else this.#hearAuth(data);
  }

  #hearAuth(data: Buffer): void {
    const said = readObject(data);
    if (said?.type !== 'auth') {
      this.#refuse(CLOSING.policy, EXPECTED_AUTH);
      return;
    }
    const { token } = said;
    if (this.#credentials !== null && (token === undefined || token === null || token === '')) {
      this.#refuse(CLOSING.policy, 'Auth required but no token provided');
      return;
    }
    if (this.#credentials !== null && !this.#credentials.are(token)) {
      this.#refuse(CLOSING.policy, 'Invalid token');
      return;
    }
    clearTimeout(this.#timeout);
    this.#isLetIn = true;
    this.#socket.send('{"type":"auth_success"}');
  }

  #hearEvent(data: Buffer): void {
    const event = readEvent(data);
    if (event === null) {
      this.#refuse(CLOSING.invalid, 'Expected an event');
      return;
    }
    this.#last = this.#queue.take(event, data.length, this);
    if (this.#queue.isFull) this.#hold();
  }

  /** Does not read on until there is room: the client's own end of the connection fills up, and it waits. */
  #hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#socket.pause();
    this.#queue.whenRoom(() => {
      this.#isHeld = false;
      this.#socket.resume();
    });
  }

  #hearPing(data: Buffer): void {
    if (this.#isPinged) {
      this.#nextPing = data;
      return;
    }
    this.#isPinged = true;
    this.#queue.whenKept(this, this.#last, () => {
      this.#pong(data);
    });
  }

  #pong(data: Buffer): void {
    this.#isPinged = false;
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MOST_UNREAD) {
      this.#socket.terminate();
      return;
    }
    this.#socket.pong(data);
    const next = this.#nextPing;
    this.#nextPing = null;
    if (next !== null) this.#hearPing(next);
  }

  #refuse(code: number, reason: string): void {
    this.#isRefused = true;
    this.#socket.close(code, reason);
  }
}

const EXPECTED_AUTH = "Expected 'auth' message";

function readEvent(data: Buffer): Event | null {
  try {
    return Event.parseJson(data);
  } catch (error) {
    if (error instanceof PrefectError) return null;
    throw error;
  }
}

function readObject(data: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    return typeof value === 'object' ? (value as Readonly<Record<string, unknown>> | null) : null;
  } catch {
    return null;
  }
}
