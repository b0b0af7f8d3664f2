import { type StreamableFile } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type IncomingMessage } from 'node:http';
import { unescape } from 'node:querystring';

import { JSON_CONTENT, jsonAnswerOf } from '../nest/index.js';
import { takeAtMost } from './admission.js';
import { isJson, readBytes, readText } from './body-parser.js';
import { type Config } from './config.js';
import { PagedAnswer } from './paged-answer.js';
import { requestId } from './requests.js';
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

type Reply = FastifyAdapter['reply'];

/** Writes answers as `StateJsonInterceptor` does, without what an interceptor costs each request. */
class JsonAdapter extends FastifyAdapter {
  override reply(...[response, body, status]: Parameters<Reply>): ReturnType<Reply> {
    // what has another type is text already
    const isTyped = this.getHeader(response, 'content-type') !== undefined;
    const answer = isTyped ? undefined : jsonAnswerOf(body instanceof PagedAnswer ? body.pages : body);
    if (answer === undefined) return super.reply(response, body, status);
    const send = (text: string | StreamableFile): ReturnType<Reply> => {
      this.setHeader(response, 'content-type', JSON_CONTENT);
      return super.reply(response, text, status);
    };
    // Nest waits for it, as for a reply
    return typeof answer === 'string' ? send(answer) : (answer.then(send) as unknown as ReturnType<Reply>);
  }
}

/** What the server listens with. A body that is JSON is read by the pipes: here it stays what it is, bytes. */
export function createAdapter({ bodyLimit, maxRequests }: Pick<Config, 'bodyLimit' | 'maxRequests'>): FastifyAdapter {
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
  server.addHook('onRequest', takeAtMost(maxRequests));
  server.addHook('onRequest', (request, _reply, next) => {
    // Fastify by itself refuses other types, and those that it cannot read
    request.headers['content-type'] = isJson(request.headers['content-type']) ? JSON_TYPE : TEXT_TYPE;
    next();
  });
  for (const [type, read] of [
    [JSON_TYPE, readBytes],
    [TEXT_TYPE, readText],
  ] as const) {
    server.addContentTypeParser(type, (_request: unknown, payload: IncomingMessage) => read(payload, bodyLimit));
  }
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
