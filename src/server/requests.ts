/*
 * What is done with every request, whatever its route: it gets an id, which is in its answer and in each line about it, is taken
 * or refused, and is told of when it is over.
 */
import { createParamDecorator, type ExecutionContext, HttpStatus, Logger } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';

import { type Config } from './config.js';

const REQUEST_ID = 'x-request-id';

/** Ids of others are taken when they are short and fit into a line. */
const WELL_FORMED = /^[\w.:+/=-]{1,128}$/;

/** Paths that are answered whatever else there is to do: they tell how the server is. */
const ALWAYS = /^\/((v\d\/)?api\/(health|ready)|healthz|metrics)\/?($|\?)/;

const RETRY_AFTER_SECONDS = '5';

/** As nginx calls it, and proxies log it: HTTP has no status for a request whose client has gone. */
export const CLIENT_CLOSED_REQUEST = 499;

/** What the answer to a request is that becomes a WebSocket. */
export const SWITCHING_PROTOCOLS = 101;

/** The id that a request came with, as from a proxy; or a new one. */
export function requestId({ headers: { [REQUEST_ID]: given } }: Pick<IncomingMessage, 'headers'>): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** Whether a request asks for a WebSocket. */
export function isSocket({ headers: { upgrade } }: Pick<IncomingMessage, 'headers'>): boolean {
  return upgrade?.toLowerCase() === 'websocket';
}

/** A request that is over. */
export interface EndedRequest {
  readonly id: string;
  readonly method: string;
  /** The path of its route; not the address itself, which holds what was sent. Undefined where no route has it. */
  readonly route: string | undefined;
  /** That of its answer, or of a WebSocket that is closed, or {@link CLIENT_CLOSED_REQUEST}. */
  readonly status: number;
  readonly millis: number;
}

/**
 * The requests of a server. It takes only so many at once: each counts from its head until its answer is sent, whether its
 * body comes in, it waits for the database, or its client is slow. Who comes above that hears so at once; what is taken is
 * answered.
 */
export class Requests {
  readonly #most: number;
  /** Those that count for the bound. */
  #taken = 0;
  readonly #inWork = new Set<IncomingMessage>();
  readonly #tellers: ((request: EndedRequest) => void)[] = [];

  constructor({ maxRequests, accessLog }: Pick<Config, 'maxRequests' | 'accessLog'>) {
    this.#most = maxRequests;
    if (!accessLog) return;
    const logger = new Logger('Access');
    this.whenOver(({ id, method, route = 'unknown', status, millis }) => {
      logger.log(`${method} ${route} ${status}`, { requestId: id, millis: Math.round(millis) });
    });
  }

  /** How many came and are not answered yet. */
  get inWork(): number {
    // one that waits behind another of its connection is not told that the connection is gone
    for (const request of this.#inWork) if (request.socket.destroyed) this.#inWork.delete(request);
    return this.#inWork.size;
  }

  /** Tells of each request that is over: its answer is sent, its WebSocket closed, or its client gone. */
  whenOver(tell: (request: EndedRequest) => void): void {
    this.#tellers.push(tell);
  }

  /** Takes a request, or answers it that there are too many. @returns whether it is taken */
  take({ id, raw, method, routeOptions }: FastifyRequest, reply: FastifyReply): boolean {
    // sockets stay open, and have a bound of their own
    const isCounted = raw.headers.upgrade === undefined || !isSocket(raw);
    const isBound = isCounted && !ALWAYS.test(raw.url!);
    const isTaken = !isBound || this.#taken < this.#most;
    if (isCounted && isTaken) this.#inWork.add(raw);
    if (isBound && isTaken) this.#taken += 1;
    reply.header(REQUEST_ID, id);
    // an answer is what its content type says, and no browser's guess
    reply.header('X-Content-Type-Options', 'nosniff');
    const { raw: response } = reply;
    // Fastify's own hook tells of no client that is gone. There is one listener: of more than ten Node warns
    response.once('close', () => {
      this.#inWork.delete(raw);
      if (isBound && isTaken) this.#taken -= 1;
      const isAnswered = response.writableFinished || response.statusCode === SWITCHING_PROTOCOLS;
      if (!isAnswered) ABORTS.get(response)?.abort();
      const status = isAnswered ? response.statusCode : CLIENT_CLOSED_REQUEST;
      const ended = { id, method, route: routeOptions.url, status, millis: reply.elapsedTime };
      for (const tell of this.#tellers) tell(ended);
    });
    if (!isTaken) {
      reply.code(HttpStatus.SERVICE_UNAVAILABLE).header('Retry-After', RETRY_AFTER_SECONDS);
      void reply.send({ exception_message: 'Service Unavailable' });
    }
    return isTaken;
  }
}

const ABORTS = new WeakMap<ServerResponse, AbortController>();

/** Gives a handler a signal that is aborted when the client goes away before it is answered. */
export const ClientSignal = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<{ readonly raw: ServerResponse }>();
  if (raw.destroyed) return AbortSignal.abort();
  const abort = new AbortController();
  ABORTS.set(raw, abort);
  return abort.signal;
});
