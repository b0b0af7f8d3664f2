import { Controller, Inject, NotFoundException, Param, Query } from '@nestjs/common';

import { prefect2Routes } from '../api/index.js';
import { State } from '../index.js';
import { FLOW_RUN_STATES, TASK_RUN_STATES, UuidPipe } from '../nest/index.js';
import { Database, historyPages, RunStates } from '../persistence/index.js';
import { Routed } from './routed.js';

const { flowRuns, taskRuns } = prefect2Routes;

/** @source prefect 2.20.25, server/api/flow_run_states.py */
@Controller()
export class FlowRunStatesController {
  readonly #database: Database;
  readonly #states: RunStates;

  constructor(@Inject(Database) database: Database, @Inject(FLOW_RUN_STATES) states: RunStates) {
    this.#database = database;
    this.#states = states;
  }

  /** The states of a flow run, the oldest first, sent while they are read. */
  @Routed(flowRuns.history)
  history(@Query('flow_run_id', UuidPipe) runId: string): AsyncIterable<readonly State[]> {
    return historyPages(this.#database, 'flow_run', runId);
  }

  /** One state of a flow run. */
  @Routed(flowRuns.readState)
  async read(@Param('id', UuidPipe) id: string): Promise<State> {
    return (await this.#states.find(id)) ?? notFound('Flow run state not found');
  }
}

/** @source prefect 2.20.25, server/api/task_run_states.py */
@Controller()
export class TaskRunStatesController {
  readonly #database: Database;
  readonly #states: RunStates;

  constructor(@Inject(Database) database: Database, @Inject(TASK_RUN_STATES) states: RunStates) {
    this.#database = database;
    this.#states = states;
  }

  /** The states of a task run, the oldest first, sent while they are read. */
  @Routed(taskRuns.history)
  history(@Query('task_run_id', UuidPipe) runId: string): AsyncIterable<readonly State[]> {
    return historyPages(this.#database, 'task_run', runId);
  }

  /** One state of a task run. */
  @Routed(taskRuns.readState)
  async read(@Param('id', UuidPipe) id: string): Promise<State> {
    // without "task": the reference says the same of both
    return (await this.#states.find(id)) ?? notFound('Flow run state not found');
  }
}

function notFound(detail: string): never {
  throw new NotFoundException(detail);
}
