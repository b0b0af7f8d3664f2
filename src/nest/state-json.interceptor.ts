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

import { isPages, type Page, streamJson } from './json-stream.js';
import { jsonTextOf } from './json-text.js';

/**
 * Answers with the text that a model writes of itself, microseconds and all, instead of letting the framework walk it
 * again: also in lists, and inside plain objects. Any other value is written as JSON; files, bytes, redirects, pages and
 * events are left to the framework. An async iterable of models, or of lists of them, is sent as one list while it is read,
 * and never held whole.
 *
 * @example
 * ```ts
 * @Get()
 * history(@Query('flow_run_id', UuidPipe) id: string): AsyncIterable<readonly State[]> {
 *   return historyPages(this.database, 'flow_run', id);
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
    return next.handle().pipe(
      mergeMap((value) => {
        if (value instanceof StreamableFile || value instanceof Uint8Array) return of(value);
        if (isPages(value))
          return from(streamJson(value, textOf)).pipe(
            tap(() => {
              this.#sayJson(context);
            }),
          );
        const text = jsonTextOf(value);
        if (text === undefined) return of(value);
        this.#sayJson(context);
        return of(text);
      }),
    );
  }

  #sayJson(context: ExecutionContext): void {
    const response = context.switchToHttp().getResponse<object>();
    this.#adapters.httpAdapter.setHeader(response, 'Content-Type', 'application/json; charset=utf-8');
  }
}

/** What such a handler gives is no body, but says what the framework is to do. */
function isForTheFramework(handler: object): boolean {
  return [RENDER_METADATA, REDIRECT_METADATA, SSE_METADATA].some((key) => Reflect.hasMetadata(key, handler));
}

/** Models always have a text. */
function textOf(page: Page): string {
  return jsonTextOf(page)!;
}
