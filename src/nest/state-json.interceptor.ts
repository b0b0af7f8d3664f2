import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { map, type Observable } from 'rxjs';

import { PrefectBaseModel } from '../index.js';

/**
 * Answers with the text that a model writes of itself, microseconds and all, instead of letting the framework walk it
 * again. Lists of models become lists; any other value is written as JSON.
 */
@Injectable()
export class StateJsonInterceptor implements NestInterceptor {
  readonly #adapters: HttpAdapterHost;

  constructor(adapters: HttpAdapterHost) {
    this.#adapters = adapters;
  }

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(
      map((value) => {
        if (value === undefined) return value;
        const response = context.switchToHttp().getResponse<object>();
        this.#adapters.httpAdapter.setHeader(response, 'Content-Type', 'application/json; charset=utf-8');
        return textOf(value);
      }),
    );
  }
}

function textOf(value: unknown): string {
  if (value instanceof PrefectBaseModel) return value.json();
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  return JSON.stringify(value);
}
