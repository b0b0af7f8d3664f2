/* WebSockets beside the routes: they go through the same hooks as requests, until they are open. */
import websocket from '@fastify/websocket';
import { HttpStatus } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { EventEmitter } from 'node:events';
import { type IncomingMessage, type Server } from 'node:http';
import { type Duplex } from 'node:stream';

import { type Config } from '../config.js';
import { isSocket, SWITCHING_PROTOCOLS } from '../requests.js';
import { PROTOCOL, Sockets } from './sockets.js';

const RETRY_AFTER_SECONDS = '5';

/** When nothing has come for so long, the system asks whether the client's system is there: ten times in ten seconds. */
const KEEP_ALIVE_MS = 20_000;

/** How long a client may take to answer that its socket is closed. */
const CLOSE_TIMEOUT_MS = 5000;

/**
 * Has a backend take events by `WS {prefix}/events/in`, tell of them by `WS {prefix}/events/out`, and offer background tasks by
 * `WS {prefix}/task_runs/subscriptions/scheduled`, for each prefix.
 *
 * @param prefixes - such as `/v3/api`
 */
export async function openSockets(
  app: NestFastifyApplication,
  prefixes: readonly string[],
  { bodyLimit }: Pick<Config, 'bodyLimit'>,
): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  const sockets = app.get(Sockets);
  await server.register(websocket, {
    options: {
      server: upgradesOf(app.getHttpServer()) as Server,
      maxPayload: bodyLimit,
      // a pong tells that what came before is kept: see `EventSocket`
      autoPong: false,
      closeTimeout: CLOSE_TIMEOUT_MS,
      handleProtocols: (protocols) => (protocols.has(PROTOCOL) ? PROTOCOL : false),
    },
    // the socket is closed by then, with the code of the fault
    errorHandler: () => undefined,
    preClose: () => sockets.close(),
  } as Parameters<typeof websocket>[1]);
  const preValidation = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!request.ws) return;
    if (!sockets.mayOpen(request.headers['sec-websocket-protocol'])) {
      await reply.code(HttpStatus.FORBIDDEN).send({ detail: `The subprotocol '${PROTOCOL}' is required` });
    } else if (sockets.isFull) {
      reply.header('Retry-After', RETRY_AFTER_SECONDS);
      await reply.code(HttpStatus.SERVICE_UNAVAILABLE).send({ exception_message: 'Service Unavailable' });
    }
    reply.raw.statusCode = SWITCHING_PROTOCOLS;
  };
  for (const prefix of prefixes) {
    server.get(`${prefix}/events/in`, { websocket: true, preValidation }, (socket) => {
      sockets.addEvents(socket);
    });
    server.get(`${prefix}/events/out`, { websocket: true, preValidation }, (socket) => {
      sockets.addSubscriber(socket);
    });
    server.get(`${prefix}/task_runs/subscriptions/scheduled`, { websocket: true, preValidation }, (socket, { raw }) => {
      // no ping: a worker that is busy does not answer one, but its system answers this
      raw.socket.setKeepAlive(true, KEEP_ALIVE_MS);
      sockets.addTasks(socket);
    });
  }
}

/**
 * The upgrades of a server that are those of WebSockets. Others, such as to HTTP/2, need not be granted: Node hands their
 * requests over half read, and is given them again without the wish.
 */
function upgradesOf(server: Server): EventEmitter {
  const upgrades = new EventEmitter();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isSocket(request)) {
      upgrades.emit('upgrade', request, socket, head);
      return;
    }
    socket.unshift(head);
    socket.unshift(headWithoutUpgrade(request));
    server.emit('connection', socket);
  });
  return upgrades;
}

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (!/^(upgrade|connection|http2-settings)$/i.test(name)) head += `${name}: ${rawHeaders[i + 1]!}\r\n`;
  }
  return Buffer.from(`${head}\r\n`, 'latin1');
}
