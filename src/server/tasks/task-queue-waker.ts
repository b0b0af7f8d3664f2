import { type CallHandler, type ExecutionContext, Inject, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';

import { isState, StateType } from '../../index.js';
import { StateDetails } from '../../v3/index.js';
import { TaskQueue } from './task-queue.js';

/** Has the queue look at once, where a request has a background task wait: a run that was made, or a state that was set. */
@Injectable()
export class TaskQueueWaker implements NestInterceptor {
  readonly #queue: TaskQueue;

  constructor(@Inject(TaskQueue) queue: TaskQueue) {
    this.#queue = queue;
  }

  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(
      tap((value) => {
        if (isWaiting(value)) this.#queue.wake();
      }),
    );
  }
}

function isWaiting(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('state' in value) || !isState(value.state)) return false;
  const { type, stateDetails } = value.state;
  return type === StateType.SCHEDULED && stateDetails instanceof StateDetails && stateDetails.deferred === true;
}
