import { Body, Controller, Inject, type Type } from '@nestjs/common';

import { v3 } from '../../api/index.js';
import { currentDateTime } from '../../index.js';
import { HydrateFieldsPipe } from '../../nest/index.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';
import { TaskQueue } from './task-queue.js';

const { filter } = v3.taskWorkerRoutes;

/** Makes the controller that tells of workers. @source prefect 3.8.8, server/api/task_workers.py */
export function taskWorkersController({ paths }: Mount): Type {
  @Controller([...paths])
  class TaskWorkersController {
    readonly #tasks: TaskQueue;

    constructor(@Inject(TaskQueue) tasks: TaskQueue) {
      this.#tasks = tasks;
    }

    /** Finds the clients whose sockets are open: each is seen now. */
    @Routed(filter)
    filter(
      @Body(new HydrateFieldsPipe(filter.fields)) { taskWorkerFilter }: v3.TaskWorkerQuery,
    ): v3.TaskWorkerResponse[] {
      const asked = taskWorkerFilter?.taskKeys ?? [];
      const timestamp = currentDateTime();
      return [...this.#tasks.clients()]
        .filter(([, keys]) => asked.length === 0 || asked.some((key) => keys.has(key)))
        .map(([identifier, keys]) => new v3.TaskWorkerResponse({ identifier, taskKeys: [...keys], timestamp }));
    }
  }
  return TaskWorkersController;
}
