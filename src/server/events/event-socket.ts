import { type WebSocket } from 'ws';

import { Event } from '../../api/index.js';
import { PrefectError } from '../../index.js';
import { type Credentials } from '../credentials.js';
import { Heartbeat } from '../sockets/heartbeat.js';
import { CLOSING, PrefectSocket } from '../sockets/prefect-socket.js';
import { type EventQueue } from './event-queue.js';

/** More than this is not written for a client that does not read it. */
const MOST_UNREAD = 64 * 1024;

/** What a socket is opened with. */
export interface EventSocketOptions {
  readonly queue: EventQueue;
  /** What the token of `auth` must be; null for any. */
  readonly credentials: Credentials | null;
}

/**
 * One client that tells of events, which nothing answers. Its pings are answered when all that came before them is kept.
 *
 * @source prefect 3.8.8, server/api/events.py, `stream_events_in`
 */
export class EventSocket {
  readonly #socket: WebSocket;
  readonly #client: PrefectSocket;
  readonly #queue: EventQueue;
  readonly #heartbeat: Heartbeat;
  #isHeld = false;
  /** The number of its last event. */
  #last = 0;
  #isPinged = false;
  /** The ping that came while another waits for its answer: the last of them stands for all. */
  #nextPing: Buffer | null = null;

  constructor(socket: WebSocket, { queue, credentials }: EventSocketOptions) {
    this.#socket = socket;
    this.#queue = queue;
    this.#heartbeat = new Heartbeat(socket);
    this.#client = new PrefectSocket(socket, {
      credentials,
      hear: (text) => {
        this.#hearEvent(text);
      },
    });
    socket.on('ping', (data: Buffer) => {
      this.#hearPing(data);
    });
  }

  /** Closes it, because the server stops. What the client had sent before it hears of that is still taken. */
  stop(): void {
    this.#socket.close(CLOSING.goingAway, 'The server stops');
  }

  /** Looks whether the client is still there. */
  look(): void {
    // what a client says to a socket that is held is not heard
    if (!this.#isHeld && this.#client.isOpen) this.#heartbeat.look();
  }

  #hearEvent(data: Buffer): void {
    const event = readEvent(data);
    if (event === null) {
      this.#client.refuse(CLOSING.invalid, 'Expected an event');
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
    if (!this.#client.isOpen) return;
    if (this.#socket.bufferedAmount > MOST_UNREAD) {
      this.#socket.terminate();
      return;
    }
    this.#socket.pong(data);
    const next = this.#nextPing;
    this.#nextPing = null;
    if (next !== null) this.#hearPing(next);
  }
}

function readEvent(data: Buffer): Event | null {
  try {
    return Event.parseJson(data);
  } catch (error) {
    if (error instanceof PrefectError) return null;
    throw error;
  }
}
