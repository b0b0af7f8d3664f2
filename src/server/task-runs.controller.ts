import { Body, Controller, HttpCode, HttpStatus, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { State } from '../index.js';
import { TASK_RUN_STATES, HydrateFieldsPipe, HydratePipe, UuidPipe } from '../nest/index.js';
import { type NewTaskRun, RunStates, Runs } from '../persistence/index.js';
import { OrchestrationResult, StateAcceptDetails } from '../transitions/index.js';
import { ApiModelBody, ApiModelResponse, ApiRoute } from './api-models.js';
import { type Reply } from './reply.js';
import { runName } from './schemas/flow-run.js';
import { SetState } from './schemas/set-state.js';
import { TaskRun, TaskRunCreate } from './schemas/task-run.js';

/** @source prefect 2.20.25, server/api/task_runs.py */
@ApiTags('Task Runs')
@Controller('task_runs')
export class TaskRunsController {
  readonly #runs: Runs;
  readonly #states: RunStates;

  constructor(@Inject(Runs) runs: Runs, @Inject(TASK_RUN_STATES) states: RunStates) {
    this.#runs = runs;
    this.#states = states;
  }

  /** Makes a task run, in a pending state unless another is given; or answers the one with the same task and key. */
  @Post()
  @ApiRoute('Make a task run, or find the one of the same task and key')
  @ApiModelBody(TaskRunCreate)
  @ApiModelResponse(HttpStatus.CREATED, TaskRun)
  @ApiModelResponse(HttpStatus.OK, TaskRun)
  async create(
    @Body(new HydratePipe(TaskRunCreate)) body: TaskRunCreate,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<TaskRun> {
    const first = body.state === null ? undefined : State.parse(body.state);
    const { run, state, isNew } = await this.#runs.makeTaskRun(rowOf(body), first);
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return TaskRun.fromOrm(Object.assign(run, { state }));
  }

  /** Brings a task run into a state. No rules stand in the way yet: every state is accepted. */
  @Post(':id/set_state')
  @HttpCode(HttpStatus.CREATED)
  @ApiRoute('Bring a task run into a state')
  @ApiModelBody(SetState)
  @ApiModelResponse(HttpStatus.CREATED, OrchestrationResult)
  async setState(
    @Param('id', UuidPipe) id: string,
    @Body(new HydrateFieldsPipe(SetState)) { state }: SetState,
  ): Promise<OrchestrationResult> {
    return new OrchestrationResult({
      state: await this.#states.append(id, State.parse(state)),
      status: 'ACCEPT',
      details: new StateAcceptDetails({}),
    });
  }
}

function rowOf(body: TaskRunCreate): NewTaskRun {
  return {
    id: body.id,
    name: body.name ?? runName(),
    flowRunId: body.flowRunId,
    taskKey: body.taskKey,
    dynamicKey: body.dynamicKey,
    taskVersion: body.taskVersion,
    cacheKey: body.cacheKey,
    cacheExpiration: body.cacheExpiration,
    taskInputs: body.taskInputs,
    empiricalPolicy: body.empiricalPolicy,
    tags: body.tags,
  };
}
