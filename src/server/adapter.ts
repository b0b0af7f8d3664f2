import { HttpException, PayloadTooLargeException } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type IncomingMessage } from 'node:http';
import { unescape } from 'node:querystring';

import { JSON_CONTENT, jsonAnswerOf } from '../nest/index.js';
import { type Config } from './config.js';
import { PagedAnswer } from './paged-answer.js';
import { CLIENT_CLOSED_REQUEST, requestId, type Requests } from './requests.js';
import { Routes } from './routes.js';

/** As long as a request may take to come in; Node's own default, which Fastify switches off. */
const REQUEST_TIMEOUT_MS = 300_000;

/** As long as a connection may be silent: that of a client that does not read its answer on is cut off, and what it holds freed. */
const SILENCE_MS = 60_000;

/** Connections above these are closed as they come: each costs memory, though it asks for nothing. */
const MAX_CONNECTIONS = 10_000;

/** No id is as long, but it is the route's to say so: an address has room for no more. */
const LONGEST_PARAMETER = 16 * 1024;

const JSON_TYPE = 'application/json';
const TEXT_TYPE = 'text/plain';

/** `application/json`, or `application/` and a name that ends with `+json`, whatever its parameters. */
const ANY_JSON_TYPE = /^\s*application\/(?:[^\s;,]*\+)?json\s*(?:;|$)/i;

type Reply = FastifyAdapter['reply'];

/** Writes answers as `StateJsonInterceptor` does, without what an interceptor costs each request. */
class JsonAdapter extends FastifyAdapter {
  override reply(...[response, body, status]: Parameters<Reply>): ReturnType<Reply> {
    // what has another type is text already
    if (this.getHeader(response, 'content-type') !== undefined) return super.reply(response, body, status);
    const answer = jsonAnswerOf(body instanceof PagedAnswer ? body.pages : body);
    if (answer === undefined) return super.reply(response, body, status);
    // Nest waits for it, as for a reply
    if (typeof answer !== 'string') {
      return answer.then((pages) => {
        this.setHeader(response, 'content-type', JSON_CONTENT);
        return super.reply(response, pages, status);
      }) as unknown as ReturnType<Reply>;
    }
    this.setHeader(response, 'content-type', JSON_CONTENT);
    return super.reply(response, answer, status);
  }
}

/** What the server listens with. A body that is JSON is read by the pipes: here it stays what it is, bytes. */
export function createAdapter({ bodyLimit }: Pick<Config, 'bodyLimit'>, requests: Requests): FastifyAdapter {
  const adapter = new JsonAdapter({
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: LONGEST_PARAMETER,
      querystringParser: lastOfEach,
    },
    rewriteUrl: readAddress,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_MS,
    genReqId: requestId,
    // who comes while the server stops, by a connection that is open, is still answered: see `Shutdown`
    return503OnClosing: false,
  });
  const server = adapter.getInstance();
  server.addHook('onRoute', ({ url, method }) => {
    Routes.of(adapter).add(url, method);
  });
  server.server.maxConnections = MAX_CONNECTIONS;
  server.addHook('onRequest', (request, reply, next) => {
    const { headers } = request.raw;
    const type = headers['content-type'];
    // Fastify by itself refuses other types, and those that it cannot read
    if (type !== JSON_TYPE) headers['content-type'] = isJson(type) ? JSON_TYPE : TEXT_TYPE;
    if (requests.take(request, reply)) next();
  });
  const readBytes = bytesReader(bodyLimit);
  server.addContentTypeParser(JSON_TYPE, readBytes);
  server.addContentTypeParser(TEXT_TYPE, async (request: unknown, payload: IncomingMessage) => {
    const bytes = await readBytes(request, payload);
    // to the routes, which take JSON, it is one text
    return bytes.length === 0 ? '' : JSON.stringify(bytes.toString());
  });
  return adapter;
}

/**
 * Reads an address as the reference's server does, which decodes the path before it looks for a route: an escaped slash is
 * one, and a broken escape stands for itself. What is to be escaped in it is escaped again.
 *
 * @source uvicorn, protocols/http/h11_impl.py
 */
function readAddress({ url = '' }: { readonly url?: string | undefined }): string {
  if (!url.includes('%')) return url;
  const [path, ...query] = url.split('?') as [string, ...string[]];
  const escaped = encodeURI(unescape(path)).replace(/[?#]/g, encodeURIComponent);
  return [escaped, ...query].join('?');
}

/** Of a parameter that is repeated, the last counts. @source starlette, datastructures.py, `QueryParams` */
function lastOfEach(query: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(`?${query}`));
}

/**
 * Whether a body is JSON by its content type. A body without one is.
 *
 * @source fastapi, routing.py, `get_request_handler`
 */
function isJson(contentType: string | undefined): boolean {
  return contentType === undefined || contentType === '' || ANY_JSON_TYPE.test(contentType);
}

/** Thrown when the client goes away before all of its request has come; the answer is not read. */
export class ClientGoneException extends HttpException {
  constructor() {
    super('Client closed the request', CLIENT_CLOSED_REQUEST);
  }
}

/**
 * Makes what reads the bytes of a request's body. One that is too long is read to its end all the same, though not kept: who
 * is still sending hears no answer.
 */
function bytesReader(limit: number): (request: unknown, payload: IncomingMessage) => Promise<Buffer> {
  return async (_request, payload) => {
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of payload as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size <= limit) chunks.push(chunk);
        else chunks.length = 0;
      }
    } catch {
      throw new ClientGoneException();
    }
    if (size > limit) throw new PayloadTooLargeException('Request body is too large.');
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  };
}
