import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  StreamableFile,
} from '@nestjs/common';
import { REDIRECT_METADATA, RENDER_METADATA, SSE_METADATA } from '@nestjs/common/constants.js';
import { HttpAdapterHost } from '@nestjs/core';
import { from, mergeMap, type Observable, of, tap } from 'rxjs';

import { PrefectBaseModel } from '../index.js';
import { hasOwnJson } from '../inner.js';
import { isPages, type Page, streamJson } from './json-stream.js';
import { jsonTextOf } from './json-text.js';

/**
 * Answers with the text that a model writes of itself, microseconds and all, instead of letting the framework walk it
 * again: also in lists and inside objects. A class with a `toJSON` of its own is written as that says. Any other value is
 * written as JSON. Files, streams, bytes, errors, redirects, pages and events are left to the framework, and so is a text
 * of which the handler says a content type. An async iterable of models, or of lists of them, is sent as one list while it
 * is read, and never held whole.
 *
 * @example
 * ```ts
 * @Get()
 * history(@Query('flow_run_id', UuidPipe) id: string): AsyncIterable<readonly State[]> {
 *   return this.states.historyPages(id);
 * }
 * ```
 */
@Injectable()
export class StateJsonInterceptor implements NestInterceptor {
  readonly #adapters: HttpAdapterHost;

  constructor(adapters: HttpAdapterHost) {
    this.#adapters = adapters;
  }

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    if (context.getType() !== 'http' || isForTheFramework(context.getHandler())) return next.handle();
    return next.handle().pipe(mergeMap((value) => this.#answerOf(value, context.switchToHttp().getResponse<object>())));
  }

  #answerOf(value: unknown, response: object): Observable<unknown> {
    const { httpAdapter } = this.#adapters;
    const isSaid = httpAdapter.getHeader(response, 'Content-Type') !== undefined;
    if ((isSaid && typeof value === 'string') || httpAdapter.isHeadersSent(response)) return of(value);
    const answer = jsonAnswerOf(value);
    if (answer === undefined) return of(value);
    const sayJson = (): void => {
      if (!isSaid) httpAdapter.setHeader(response, 'Content-Type', JSON_CONTENT);
    };
    if (typeof answer !== 'string') return from(answer).pipe(tap(sayJson));
    sayJson();
    return of(answer);
  }
}

/** The content type of {@link jsonAnswerOf}. */
export const JSON_CONTENT = 'application/json; charset=utf-8';

/**
 * What {@link StateJsonInterceptor} sends in the place of a value, for an adapter of your own that writes its answers without an
 * interceptor for each request.
 *
 * @returns JSON text; of pages, one that is sent while they are read; undefined for what is left to the framework
 * @throws {@link SerializationError} for what JSON cannot hold, with its place below `answer`
 */
export function jsonAnswerOf(value: unknown): string | Promise<string | StreamableFile> | undefined {
  if (value instanceof PrefectBaseModel) return hasOwnJson(value) ? jsonTextOf(value) : value.json();
  if (isSentAsItIs(value)) return undefined;
  return isPages(value) ? streamJson(value, textOf) : jsonTextOf(value);
}

/** What such a handler gives is no body, but says what the framework is to do. */
function isForTheFramework(handler: object): boolean {
  return [RENDER_METADATA, REDIRECT_METADATA, SSE_METADATA].some((key) => Reflect.hasMetadata(key, handler));
}

/**
 * What the framework, or the server below it, knows how to send.
 *
 * @source fastify, lib/reply.js, `Reply.prototype.send`
 */
function isSentAsItIs(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof StreamableFile || value instanceof Error || ArrayBuffer.isView(value)) return true;
  const { pipe, getReader } = value as { readonly pipe?: unknown; readonly getReader?: unknown };
  if (typeof pipe === 'function' || typeof getReader === 'function') return true;
  return Object.prototype.toString.call(value) === '[object Response]';
}

/** An item that JSON leaves out is null in a list. */
function textOf(page: Page): string {
  return jsonTextOf(page) ?? 'null';
}
