import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import { type WebSocket } from 'ws';

import { type Config } from '../config.js';
import { Credentials } from '../credentials.js';
import { Metrics } from '../metrics.js';
import { CONFIG } from '../tokens.js';
import { EventQueue } from '../events/event-queue.js';
import { EventSocket } from '../events/event-socket.js';
import { EventStream } from '../events/event-stream.js';
import { SubscriberSocket } from '../events/subscriber-socket.js';
import { TaskQueue } from '../tasks/task-queue.js';
import { TaskSocket } from '../tasks/task-socket.js';

/** How often is looked whether clients are still there. */
const LOOK_MS = 30_000;

/** How long a client may take to answer that its socket is closed, and the database to keep what has come. */
const CLOSE_MS = 2000;
const DRAIN_MS = 8000;

/** A socket, as far as all are alike. */
interface OpenSocket {
  /** Looks whether the client is still there, where nothing else does. */
  look?(): void;
  /** Closes it, because the server stops. */
  stop(): void;
}

/** The open sockets of clients. */
@Injectable()
export class Sockets {
  readonly #open = new Map<WebSocket, OpenSocket>();
  readonly #events: EventQueue;
  readonly #stream: EventStream;
  readonly #tasks: TaskQueue;
  readonly #credentials: Credentials | null;
  readonly #most: number;
  readonly #looking: NodeJS.Timeout;

  constructor(
    @Inject(EventQueue) events: EventQueue,
    @Inject(EventStream) stream: EventStream,
    @Inject(TaskQueue) tasks: TaskQueue,
    @Inject(Metrics) metrics: Metrics,
    @Inject(CONFIG) { apiAuthString, maxSockets }: Config,
  ) {
    this.#events = events;
    this.#stream = stream;
    this.#tasks = tasks;
    this.#credentials = apiAuthString === null ? null : new Credentials(apiAuthString);
    this.#most = maxSockets;
    this.#looking = setInterval(() => {
      for (const socket of this.#open.values()) socket.look?.();
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

  /** Takes the socket of a client that tells of events. */
  addEvents(socket: WebSocket): void {
    this.#add(socket, new EventSocket(socket, { queue: this.#events, credentials: this.#credentials }));
  }

  /** Takes the socket of a client that is told of events. */
  addSubscriber(socket: WebSocket): void {
    this.#add(socket, new SubscriberSocket(socket, { stream: this.#stream, credentials: this.#credentials }));
  }

  /** Takes the socket of a client that runs background tasks. */
  addTasks(socket: WebSocket): void {
    this.#add(socket, new TaskSocket(socket, { queue: this.#tasks, credentials: this.#credentials }));
  }

  #add(socket: WebSocket, open: OpenSocket): void {
    this.#open.set(socket, open);
    socket.once('close', () => this.#open.delete(socket));
  }

  /** Closes all, and keeps what has come by them. */
  async close(): Promise<void> {
    clearInterval(this.#looking);
    for (const socket of this.#open.values()) socket.stop();
    // what a client had sent before it heard of it still comes
    const end = performance.now() + CLOSE_MS;
    while (this.#open.size > 0 && performance.now() < end) await pause(10);
    for (const socket of this.#open.keys()) socket.terminate();
    await Promise.all([this.#events.drain(DRAIN_MS), this.#stream.over(), this.#tasks.stop(DRAIN_MS)]);
  }
}

/** The subprotocol of clients that say `auth`. */
export const PROTOCOL = 'prefect';

function protocolsIn(header = ''): string[] {
  return header.split(',').map((name) => name.trim());
}
