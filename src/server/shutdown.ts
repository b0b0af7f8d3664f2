import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Server, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

/** How long whoever is being answered may take; whoever runs the server kills it soon after. */
const GRACE_MS = 10_000;

const IDLE_CHECK_MS = 50;

/**
 * Ends the server's connections when it is told to stop: each as soon as its answer is sent. Node by itself ends only those
 * that are idle at that moment, and then waits for what clients keep open. A client that does not read its answer is cut
 * off after ten seconds.
 */
@Injectable()
export class Shutdown implements OnModuleInit, BeforeApplicationShutdown {
  readonly #adapters: HttpAdapterHost;
  readonly #sockets = new Set<Socket>();

  constructor(adapters: HttpAdapterHost) {
    this.#adapters = adapters;
  }

  onModuleInit(): void {
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  beforeApplicationShutdown(): void {
    const server = this.#server;
    // to Node a connection that has not been used yet is not idle; browsers keep such ones in store
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
    // a client that is told so does not send its next request here
    server.prependListener('request', (_request: unknown, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    const idle = setInterval(() => {
      server.closeIdleConnections();
    }, IDLE_CHECK_MS);
    const last = setTimeout(() => {
      new Logger('Server').warn(
        'Stopped waiting for clients that do not end their requests or do not read their answers',
      );
      server.closeAllConnections();
    }, GRACE_MS);
    server.once('close', () => {
      clearInterval(idle);
      clearTimeout(last);
    });
  }
  get #server(): Server {
    return this.#adapters.httpAdapter.getHttpServer() as Server;
  }
}
