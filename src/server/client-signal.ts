import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type ServerResponse } from 'node:http';

import { whenClosed } from './requests.js';

/** Gives a handler a signal that is aborted when the client goes away before it is answered. */
export const ClientSignal = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<{ readonly raw: ServerResponse }>();
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  if (raw.destroyed) abort();
  // after an answer the signal is not asked any more
  else whenClosed(raw, abort);
  return controller.signal;
});
