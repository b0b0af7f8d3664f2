import { Controller, Inject, NotFoundException, Param, Query, type Type } from '@nestjs/common';

import { type State } from '../index.js';
import { UuidPipe } from '../nest/index.js';
import { Database, historyPages, type RunStates } from '../persistence/index.js';
import { type Mount } from './mount.js';
import { Routed } from './routed.js';
import { type Store } from './store.js';

/** Makes the controller of the states of a mount's flow runs. @source prefect 2.20.25, server/api/flow_run_states.py */
export function flowRunStatesController({ paths, routes: { flowRuns }, id: ID, store, stateClass }: Mount): Type {
  @Controller([...paths])
  class FlowRunStatesController {
    readonly #database: Database;
    readonly #states: RunStates;

    constructor(@Inject(Database) database: Database, @Inject(store) { flowRunStates }: Store) {
      this.#database = database;
      this.#states = flowRunStates;
    }

    /** The states of a flow run, the oldest first, sent while they are read. */
    @Routed(flowRuns.history)
    history(@Query('flow_run_id', new UuidPipe(stateClass)) runId: string): AsyncIterable<readonly State[]> {
      return historyPages(this.#database, 'flow_run', runId, { stateClass });
    }

    /** One state of a flow run. */
    @Routed(flowRuns.readState)
    async read(@Param('id', ID) id: string): Promise<State> {
      return (await this.#states.find(id)) ?? notFound('Flow run state not found');
    }
  }
  return FlowRunStatesController;
}

/** Makes the controller of the states of a mount's task runs. @source prefect 2.20.25, server/api/task_run_states.py */
export function taskRunStatesController({ paths, routes: { taskRuns }, id: ID, store, stateClass }: Mount): Type {
  @Controller([...paths])
  class TaskRunStatesController {
    readonly #database: Database;
    readonly #states: RunStates;

    constructor(@Inject(Database) database: Database, @Inject(store) { taskRunStates }: Store) {
      this.#database = database;
      this.#states = taskRunStates;
    }

    /** The states of a task run, the oldest first, sent while they are read. */
    @Routed(taskRuns.history)
    history(@Query('task_run_id', new UuidPipe(stateClass)) runId: string): AsyncIterable<readonly State[]> {
      return historyPages(this.#database, 'task_run', runId, { stateClass });
    }

    /** One state of a task run. */
    @Routed(taskRuns.readState)
    async read(@Param('id', ID) id: string): Promise<State> {
      // without "task": the reference says the same of both
      return (await this.#states.find(id)) ?? notFound('Flow run state not found');
    }
  }
  return TaskRunStatesController;
}

function notFound(detail: string): never {
  throw new NotFoundException(detail);
}
