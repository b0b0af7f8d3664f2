/* What is noted of every request: an id, which is in its answer and in each line about it, and a line when it is over. */
import { Logger } from '@nestjs/common';
import { type FastifyAdapter } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';

import { CLIENT_CLOSED_REQUEST } from './body-parser.js';
import { type Config } from './config.js';

const REQUEST_ID = 'x-request-id';

/** Ids of others are taken when they are short and fit into a line. */
const WELL_FORMED = /^[\w.:+/=-]{1,128}$/;

/** The id that a request came with, as from a proxy; or a new one. */
export function requestId({ headers: { [REQUEST_ID]: given } }: Pick<IncomingMessage, 'headers'>): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** What the answer to a request is that becomes a WebSocket. */
export const SWITCHING_PROTOCOLS = 101;

/** Whether a request asks for a WebSocket. */
export function isSocket({ headers: { upgrade } }: Pick<IncomingMessage, 'headers'>): boolean {
  return upgrade?.toLowerCase() === 'websocket';
}

const CLOSED = new WeakMap<ServerResponse, (() => void)[]>();

/** Tells when an answer is sent, or its client gone. All share one listener: the framework adds its own, and of more than ten Node warns. */
export function whenClosed(response: ServerResponse, tell: () => void): void {
  const tellers = CLOSED.get(response);
  if (tellers !== undefined) {
    tellers.push(tell);
    return;
  }
  const all = [tell];
  CLOSED.set(response, all);
  response.once('close', () => {
    for (const each of all) each();
  });
}

/**
 * The status of an answer that is sent, of a WebSocket that is closed, or of a client that is gone: its response is closed then.
 * Fastify's hook tells of the first only.
 */
export function statusAtEnd(response: ServerResponse): number {
  const isAnswered = response.writableFinished || response.statusCode === SWITCHING_PROTOCOLS;
  return isAnswered ? response.statusCode : CLIENT_CLOSED_REQUEST;
}

/** Has an adapter answer each request with its id, and log it when that is asked for. */
export function note(adapter: FastifyAdapter, { accessLog }: Pick<Config, 'accessLog'>): void {
  const server = adapter.getInstance();
  server.addHook('onRequest', ({ id }, reply, next) => {
    reply.header(REQUEST_ID, id);
    // an answer is what its content type says, and no browser's guess
    reply.header('X-Content-Type-Options', 'nosniff');
    next();
  });
  if (!accessLog) return;
  const logger = new Logger('Access');
  server.addHook('onRequest', ({ id, method, routeOptions }, reply, next) => {
    whenClosed(reply.raw, () => {
      // not the address itself, which holds what was sent
      const line = `${method} ${routeOptions.url ?? 'unknown'} ${statusAtEnd(reply.raw)}`;
      logger.log(line, { requestId: id, millis: Math.round(reply.elapsedTime) });
    });
    next();
  });
}
