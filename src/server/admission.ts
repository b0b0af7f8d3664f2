import { HttpStatus } from '@nestjs/common';
import { type IncomingMessage, type ServerResponse } from 'node:http';

import { isSocket, whenClosed } from './requests.js';

/** Paths that are answered whatever else there is to do: they tell how the server is. */
const ALWAYS = /^\/((v\d\/)?api\/(health|ready)|healthz|metrics)\/?($|\?)/;

const RETRY_AFTER_SECONDS = '5';

/** The part of Fastify's reply that is used. */
interface Reply {
  readonly raw: ServerResponse;
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: object): unknown;
}

type Hook = (request: { readonly url: string; readonly raw: IncomingMessage }, reply: Reply, next: () => void) => void;

/**
 * Takes only so many requests at once: each counts from its head until its answer is sent, whether its body comes in, it
 * waits for the database, or its client is slow. Who comes above that hears so at once; what is taken is answered.
 */
export function takeAtMost(most: number): Hook {
  let taken = 0;
  return ({ url, raw }, reply, next) => {
    // sockets stay open, and have a bound of their own
    if (ALWAYS.test(url) || isSocket(raw)) {
      next();
      return;
    }
    if (taken >= most) {
      reply
        .code(HttpStatus.SERVICE_UNAVAILABLE)
        .header('Retry-After', RETRY_AFTER_SECONDS)
        .send({ exception_message: 'Service Unavailable' });
      return;
    }
    taken += 1;
    whenClosed(reply.raw, () => {
      taken -= 1;
    });
    next();
  };
}
