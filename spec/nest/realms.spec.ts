import { type CallHandler, type ExecutionContext } from '@nestjs/common';
import { type HttpAdapterHost } from '@nestjs/core';
import { lastValueFrom, of } from 'rxjs';
import { runInNewContext } from 'node:vm';

import { State } from '../../src/index.js';
import { jsonTextOf } from '../../src/nest/json-text.js';
import { readBody } from '../../src/nest/pipes.js';
import { BODY, RequestPart } from '../../src/nest/request-part.js';
import { StateJsonInterceptor } from '../../src/nest/state-json.interceptor.js';
import { watchToJson } from '../support/watch-to-json.js';

const bytes = runInNewContext('new Uint8Array([123, 125])') as Uint8Array;

describe('a value of another realm', () => {
  it('is read as a body when it is bytes', () => {
    expect(readBody(bytes, () => new RequestPart(BODY))).toEqual({});
  });

  it('is left to the framework when it is bytes', async () => {
    const context = {
      getType: () => 'http',
      getHandler: () => () => null,
      switchToHttp: () => ({ getResponse: () => ({}) }),
    } as unknown as ExecutionContext;
    const next: CallHandler<unknown> = { handle: () => of(bytes) };
    const httpAdapter = { getHeader: () => undefined, isHeadersSent: () => false };
    const interceptor = new StateJsonInterceptor({ httpAdapter } as unknown as HttpAdapterHost);
    expect(await lastValueFrom(interceptor.intercept(context, next))).toBe(bytes);
  });

  it('has its models write themselves', () => {
    const walk = watchToJson();
    const body = runInNewContext('({ list: [] })') as { list: unknown[] };
    const state = State.running();
    body.list.push(state);
    const text = `{"list":[${state.json()}]}`;
    expect(jsonTextOf(body)).toBe(text);
    expect(walk).not.toHaveBeenCalled();
    walk.mockRestore();
  });
});
