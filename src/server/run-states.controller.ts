import { Controller, Get, HttpStatus, Inject, NotFoundException, Param, Query } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';

import { State } from '../index.js';
import { FLOW_RUN_STATES, TASK_RUN_STATES, UuidPipe } from '../nest/index.js';
import { Database, historyPages, RunStates } from '../persistence/index.js';
import { ApiModelResponse, ApiRoute } from './api-models.js';

/** @source prefect 2.20.25, server/api/flow_run_states.py */
@ApiTags('Flow Run States')
@Controller('flow_run_states')
export class FlowRunStatesController {
  readonly #database: Database;
  readonly #states: RunStates;

  constructor(@Inject(Database) database: Database, @Inject(FLOW_RUN_STATES) states: RunStates) {
    this.#database = database;
    this.#states = states;
  }

  /** The states of a flow run, the oldest first, sent while they are read. */
  @Get()
  @ApiRoute('Read the states of a flow run, the oldest first')
  @ApiQuery({ name: 'flow_run_id', schema: { type: 'string', format: 'uuid' } })
  @ApiModelResponse(HttpStatus.OK, State, { list: true })
  history(@Query('flow_run_id', UuidPipe) runId: string): AsyncIterable<readonly State[]> {
    return historyPages(this.#database, 'flow_run', runId);
  }

  /** One state of a flow run. */
  @Get(':id')
  @ApiRoute('Read a state of a flow run')
  @ApiModelResponse(HttpStatus.OK, State)
  async read(@Param('id', UuidPipe) id: string): Promise<State> {
    return (await this.#states.find(id)) ?? notFound('Flow run state not found');
  }
}

/** @source prefect 2.20.25, server/api/task_run_states.py */
@ApiTags('Task Run States')
@Controller('task_run_states')
export class TaskRunStatesController {
  readonly #database: Database;
  readonly #states: RunStates;

  constructor(@Inject(Database) database: Database, @Inject(TASK_RUN_STATES) states: RunStates) {
    this.#database = database;
    this.#states = states;
  }

  /** The states of a task run, the oldest first, sent while they are read. */
  @Get()
  @ApiRoute('Read the states of a task run, the oldest first')
  @ApiQuery({ name: 'task_run_id', schema: { type: 'string', format: 'uuid' } })
  @ApiModelResponse(HttpStatus.OK, State, { list: true })
  history(@Query('task_run_id', UuidPipe) runId: string): AsyncIterable<readonly State[]> {
    return historyPages(this.#database, 'task_run', runId);
  }

  /** One state of a task run. */
  @Get(':id')
  @ApiRoute('Read a state of a task run')
  @ApiModelResponse(HttpStatus.OK, State)
  async read(@Param('id', UuidPipe) id: string): Promise<State> {
    // without "task": the reference says the same of both
    return (await this.#states.find(id)) ?? notFound('Flow run state not found');
  }
}

function notFound(detail: string): never {
  throw new NotFoundException(detail);
}
