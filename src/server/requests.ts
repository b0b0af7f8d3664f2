/* What is noted of every request: an id, which is in its answer and in each line about it, and a line when it is over. */
import { Logger } from '@nestjs/common';
import { type FastifyAdapter } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { type IncomingMessage } from 'node:http';

import { type Config } from './config.js';

const REQUEST_ID = 'x-request-id';

/** Ids of others are taken when they are short and fit into a line. */
const WELL_FORMED = /^[\w.:+/=-]{1,128}$/;

/** The id that a request came with, as from a proxy; or a new one. */
export function requestId({ headers: { [REQUEST_ID]: given } }: Pick<IncomingMessage, 'headers'>): string {
  return typeof given === 'string' && WELL_FORMED.test(given) ? given : randomUUID();
}

/** Has an adapter answer each request with its id, and log it when that is asked for. */
export function note(adapter: FastifyAdapter, { accessLog }: Pick<Config, 'accessLog'>): void {
  const server = adapter.getInstance();
  server.addHook('onRequest', ({ id }, reply, next) => {
    reply.header(REQUEST_ID, id);
    next();
  });
  if (!accessLog) return;
  const logger = new Logger('Access');
  server.addHook('onResponse', ({ id, method, routeOptions }, reply, next) => {
    // not the address itself, which holds what was sent
    const line = `${method} ${routeOptions.url ?? 'unknown'} ${reply.statusCode}`;
    logger.log(line, { requestId: id, millis: Math.round(reply.elapsedTime) });
    next();
  });
}
