import { Body, Controller, HttpStatus, Inject, NotFoundException, Param, Res } from '@nestjs/common';

import {
  SetState,
  TaskRun,
  TaskRunCount,
  TaskRunCreate,
  TaskRunsFilter,
  TaskRunUpdate,
  prefect2Routes,
} from '../api/index.js';
import { HydrateFieldsPipe, HydratePipe, TASK_RUN_STATES, UuidPipe } from '../nest/index.js';
import { type NewTaskRun, Runs, RunSearch, RunStates } from '../persistence/index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { answerTransition } from './answer-transition.js';
import { ClientSignal } from './client-signal.js';
import { answerTaskRun } from './answers.js';
import { pageOf, queryOf } from './searches.js';
import { randomName } from './random-name.js';
import { mapPages } from './map-pages.js';
import { type Reply } from './reply.js';
import { changesOf } from './changes.js';
import { Routed } from './routed.js';

const { taskRuns } = prefect2Routes;

/** @source prefect 2.20.25, server/api/task_runs.py */
@Controller()
export class TaskRunsController {
  readonly #runs: Runs;
  readonly #search: RunSearch;
  readonly #states: RunStates;

  constructor(
    @Inject(Runs) runs: Runs,
    @Inject(RunSearch) search: RunSearch,
    @Inject(TASK_RUN_STATES) states: RunStates,
  ) {
    this.#runs = runs;
    this.#search = search;
    this.#states = states;
  }

  /** Makes a task run, in a pending state unless another is given; or answers the one with the same task and key. */
  @Routed(taskRuns.create)
  async create(
    @Body(new HydratePipe(TaskRunCreate)) body: TaskRunCreate,
    @Res({ passthrough: true }) reply: Reply,
    @ClientSignal() signal: AbortSignal,
  ): Promise<TaskRun> {
    const made = await this.#runs.makeTaskRun(rowOf(body), body.state ?? undefined, { signal });
    reply.status(made.isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return answerTaskRun(made);
  }

  /** Changes what is given of a task run. */
  @Routed(taskRuns.update)
  async update(
    @Param('id', UuidPipe) id: string,
    @Body(new HydratePipe(TaskRunUpdate)) body: TaskRunUpdate,
    @ClientSignal() signal: AbortSignal,
  ): Promise<void> {
    if (!(await this.#runs.updateTaskRun(id, changesOf(body), { signal }))) notFound('Task run not found');
  }

  /** Counts task runs. */
  @Routed(taskRuns.count)
  async count(@Body(new HydrateFieldsPipe(TaskRunCount)) body: TaskRunCount): Promise<number> {
    const query = queryOf(body);
    return query === null ? 0 : this.#search.countTaskRuns(query);
  }

  /** Finds task runs. */
  @Routed(taskRuns.filter)
  filter(@Body(new HydrateFieldsPipe(TaskRunsFilter)) body: TaskRunsFilter): AsyncIterable<TaskRun[]> | TaskRun[] {
    // what is wrong with it is answered, not streamed
    const page = pageOf(body);
    const query = queryOf(body);
    return query === null ? [] : mapPages(this.#search.taskRunPages(query, page), answerTaskRun);
  }

  /** Reads a task run. */
  @Routed(taskRuns.read)
  async read(@Param('id', UuidPipe) id: string): Promise<TaskRun> {
    return answerTaskRun((await this.#search.taskRun(id)) ?? notFound('Task not found'));
  }

  /** Deletes a task run with its states. */
  @Routed(taskRuns.delete)
  async delete(@Param('id', UuidPipe) id: string, @ClientSignal() signal: AbortSignal): Promise<void> {
    if (!(await this.#runs.deleteTaskRun(id, { signal }))) notFound('Task not found');
  }

  /** Proposes a state for a task run: the rules of orchestration say what becomes of it. */
  @Routed(taskRuns.setState)
  async setState(
    @Param('id', UuidPipe) id: string,
    @Body(new HydrateFieldsPipe(SetState)) { state, force }: SetState,
    @Res({ passthrough: true }) reply: Reply,
    @ClientSignal() signal: AbortSignal,
  ): Promise<OrchestrationResult> {
    return answerTransition(await this.#states.propose(id, state, { force, signal }), reply);
  }
}

/** The reference says "Task run" in one place, "Task" in the others. */
function notFound(detail: 'Task run not found' | 'Task not found'): never {
  throw new NotFoundException(detail);
}

/** As the database keeps them. */
function plainInputs({ taskInputs }: TaskRunCreate): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(taskInputs).map(([name, inputs]) => [name, inputs.map((input) => input.toJSON())]),
  );
}

function rowOf(body: TaskRunCreate): NewTaskRun {
  return {
    id: body.id,
    name: body.name || randomName(),
    flowRunId: body.flowRunId,
    taskKey: body.taskKey,
    dynamicKey: body.dynamicKey,
    taskVersion: body.taskVersion,
    cacheKey: body.cacheKey,
    cacheExpiration: body.cacheExpiration,
    taskInputs: plainInputs(body),
    empiricalPolicy: body.empiricalPolicy,
    tags: body.tags,
  };
}
