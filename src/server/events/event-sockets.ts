import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket } from 'ws';

import { type Config } from '../config.js';
import { Credentials } from '../credentials.js';
import { Metrics } from '../metrics.js';
import { CONFIG } from '../tokens.js';
import { EventQueue } from './event-queue.js';
import { EventSocket } from './event-socket.js';

/** How often is looked whether clients are still there. */
const LOOK_MS = 30_000;

/** How long a client may take to answer that its socket is closed, and the database to keep what has come. */
const CLOSE_MS = 2000;
const DRAIN_MS = 8000;

/** RFC 6455: the server goes away. */
const GOING_AWAY = 1001;

/** The open sockets of clients that tell of events. */
@Injectable()
export class EventSockets {
  readonly #open = new Map<WebSocket, EventSocket>();
  readonly #queue: EventQueue;
  readonly #credentials: Credentials | null;
  readonly #most: number;
  readonly #looking: NodeJS.Timeout;

  constructor(
    @Inject(EventQueue) queue: EventQueue,
    @Inject(Metrics) metrics: Metrics,
    @Inject(CONFIG) { apiAuthString, maxSockets }: Config,
  ) {
    this.#queue = queue;
    this.#credentials = apiAuthString === null ? null : new Credentials(apiAuthString);
    this.#most = maxSockets;
    this.#looking = setInterval(() => {
      for (const socket of this.#open.values()) socket.look();
    }, LOOK_MS).unref();
    metrics.watch('prefect_states_sockets_open', 'WebSockets that are open.', () => this.#open.size);
  }

  /** Whether no more are taken. */
  get isFull(): boolean {
    return this.#open.size >= this.#most;
  }

  /** Whether a client may open a socket with these subprotocols: where a token is asked for, it must know how to say it. */
  mayOpen(protocols: string | undefined): boolean {
    return this.#credentials === null || protocolsIn(protocols).includes(PROTOCOL);
  }

  /** Takes an open socket. */
  add(socket: WebSocket): void {
    this.#open.set(socket, new EventSocket(socket, { queue: this.#queue, credentials: this.#credentials }));
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Closes all, and keeps what has come by them. */
  async close(): Promise<void> {
    clearInterval(this.#looking);
    for (const socket of this.#open.keys()) socket.close(GOING_AWAY, 'The server stops');
    // what a client had sent before it heard of it still comes
    const end = performance.now() + CLOSE_MS;
    while (this.#open.size > 0 && performance.now() < end) await pause(10);
    for (const socket of this.#open.keys()) socket.terminate();
    await this.#queue.drain(DRAIN_MS);
  }
}

/** The subprotocol of clients that say `auth`. */
export const PROTOCOL = 'prefect';

function protocolsIn(header = ''): string[] {
  return header.split(',').map((name) => name.trim());
}
