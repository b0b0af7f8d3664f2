import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { type Config } from './config.js';
import { CONFIG } from './tokens.js';

/** How long requests in work may take; the process manager kills the server soon after. */
const GRACE_MS = 10_000;

/** How long a connection may take to bring its first request; browsers keep such ones in store. */
const UNUSED_MS = 500;

/** Who has come to the port is let in, one connection a turn of Node's: until none has come for a while, or for long. */
const QUIET_MS = 200;
const LONGEST_QUEUE_MS = 2000;

const IDLE_CHECK_MS = 50;

/**
 * Ends the server when it is told to stop. By SIGTERM it first serves on, for as long as `DRAIN_SECONDS` says, while
 * `/api/ready` tells who sends it requests to look elsewhere. Then no connection is let in any more, and each connection ends as soon
 * as its answer is sent. Node by itself ends only those that are idle at that moment, and then waits for what clients keep
 * open. A client that does not read its answer is cut off after ten seconds.
 */
@Injectable()
export class Shutdown implements OnModuleInit, BeforeApplicationShutdown {
  readonly #adapters: HttpAdapterHost;
  readonly #drainMs: number;
  readonly #sockets = new Set<Socket>();
  #connections = 0;
  #hasBegun = false;

  constructor(adapters: HttpAdapterHost, @Inject(CONFIG) { drainSeconds }: Config) {
    this.#adapters = adapters;
    this.#drainMs = drainSeconds * 1000;
  }

  /** Whether the server has been told to stop. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  onModuleInit(): void {
    this.#server.on('connection', (socket: Socket) => {
      this.#connections += 1;
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async beforeApplicationShutdown(signal?: string): Promise<void> {
    this.#hasBegun = true;
    // a client that is told so does not send its next request here
    this.#server.prependListener('request', (_request: unknown, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    // at a terminal there is no load balancer that has to look elsewhere
    if (signal === 'SIGTERM') await pause(this.#drainMs);
    await this.#letIn();
    this.#endConnections();
  }

  async #letIn(): Promise<void> {
    const end = performance.now() + LONGEST_QUEUE_MS;
    let known: number;
    do {
      known = this.#connections;
      await pause(QUIET_MS);
    } while (this.#connections > known && performance.now() < end);
  }

  #endConnections(): void {
    const server = this.#server;
    const idle = setInterval(() => {
      server.closeIdleConnections();
    }, IDLE_CHECK_MS);
    const unused = setTimeout(() => {
      // to Node a connection that has not been used yet is not idle
      for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    }, UNUSED_MS);
    const last = setTimeout(() => {
      new Logger('Server').warn(
        'Stopped waiting for clients that do not end their requests or do not read their answers',
      );
      server.closeAllConnections();
    }, GRACE_MS);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(unused);
      clearTimeout(last);
    });
  }

  get #server(): Server {
    return this.#adapters.httpAdapter.getHttpServer() as Server;
  }
}
