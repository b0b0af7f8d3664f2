import { Body, Controller, HttpStatus, Inject, NotFoundException, Param, Res, type Type } from '@nestjs/common';

import { SetState, TaskRun, TaskRunCount, TaskRunCreate, TaskRunsFilter, TaskRunUpdate, v3 } from '../api/index.js';
import { HydrateFieldsPipe, HydratePipe } from '../nest/index.js';
import { type NewTaskRun, Runs, RunSearch, RunStates } from '../persistence/index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { answerTransition } from './answer-transition.js';
import { type Mount } from './mount.js';
import { type Store } from './store.js';
import { ClientSignal } from './client-signal.js';
import { answering } from './answers.js';
import { pageOf, queryOf } from './searches.js';
import { randomName } from './random-name.js';
import { mapPages } from './map-pages.js';
import { type Reply } from './reply.js';
import { changesOf } from './changes.js';
import { Routed } from './routed.js';

/** Makes the controller of a mount's task runs. @source prefect 2.20.25, server/api/task_runs.py */
export function taskRunsController({ paths, routes: { taskRuns }, id: ID, store }: Mount): Type {
  const answerOf = answering(taskRuns.read.answers[200]);
  const { 200: Result } = taskRuns.setState.answers;

  @Controller([...paths])
  class TaskRunsController {
    readonly #runs: Runs;
    readonly #search: RunSearch;
    readonly #states: RunStates;

    constructor(@Inject(store) { runs, search, taskRunStates }: Store) {
      this.#runs = runs;
      this.#search = search;
      this.#states = taskRunStates;
    }

    /** Makes a task run, in a pending state unless another is given; or answers the one with the same task and key. */
    @Routed(taskRuns.create)
    async create(
      @Body(new HydratePipe(taskRuns.create.body)) body: TaskRunCreate,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<TaskRun> {
      const made = await this.#runs.makeTaskRun(rowOf(body), body.state ?? undefined, { signal });
      reply.status(made.isNew ? HttpStatus.CREATED : HttpStatus.OK);
      return answerOf(made);
    }

    /** Changes what is given of a task run. */
    @Routed(taskRuns.update)
    async update(
      @Param('id', ID) id: string,
      @Body(new HydratePipe(taskRuns.update.body)) body: TaskRunUpdate,
      @ClientSignal() signal: AbortSignal,
    ): Promise<void> {
      if (!(await this.#runs.updateTaskRun(id, changesOf(body), { signal }))) notFound('Task run not found');
    }

    /** Counts task runs. */
    @Routed(taskRuns.count)
    async count(@Body(new HydrateFieldsPipe(taskRuns.count.fields)) body: TaskRunCount): Promise<number> {
      const query = queryOf(body);
      return query === null ? 0 : this.#search.countTaskRuns(query);
    }

    /** Finds task runs. */
    @Routed(taskRuns.filter)
    filter(
      @Body(new HydrateFieldsPipe(taskRuns.filter.fields)) body: TaskRunsFilter,
    ): AsyncIterable<TaskRun[]> | TaskRun[] {
      // what is wrong with it is answered, not streamed
      const page = pageOf(body);
      const query = queryOf(body);
      return query === null ? [] : mapPages(this.#search.taskRunPages(query, page), answerOf);
    }

    /** Reads a task run. */
    @Routed(taskRuns.read)
    async read(@Param('id', ID) id: string): Promise<TaskRun> {
      return answerOf((await this.#search.taskRun(id)) ?? notFound('Task not found'));
    }

    /** Deletes a task run with its states. */
    @Routed(taskRuns.delete)
    async delete(@Param('id', ID) id: string, @ClientSignal() signal: AbortSignal): Promise<void> {
      if (!(await this.#runs.deleteTaskRun(id, { signal }))) notFound('Task not found');
    }

    /** Proposes a state for a task run: the rules of orchestration say what becomes of it. */
    @Routed(taskRuns.setState)
    async setState(
      @Param('id', ID) id: string,
      @Body(new HydrateFieldsPipe(taskRuns.setState.fields)) { state, force }: SetState,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<OrchestrationResult> {
      return answerTransition(await this.#states.propose(id, state, { force, signal }), reply, Result);
    }
  }
  return TaskRunsController;
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
    ...(body instanceof v3.TaskRunCreate ? { labels: body.labels ?? {} } : {}),
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
