import { Body, Controller, HttpCode, HttpStatus, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { State } from '../index.js';
import { FLOW_RUN_STATES, HydrateFieldsPipe, HydratePipe, UuidPipe } from '../nest/index.js';
import { type NewFlowRun, RunStates, Runs } from '../persistence/index.js';
import { OrchestrationResult, StateAcceptDetails } from '../transitions/index.js';
import { ApiModelBody, ApiModelResponse, ApiRoute } from './api-models.js';
import { type Reply } from './reply.js';
import { FlowRun, FlowRunCreate, runName } from './schemas/flow-run.js';
import { SetState } from './schemas/set-state.js';

/** @source prefect 2.20.25, server/api/flow_runs.py */
@ApiTags('Flow Runs')
@Controller('flow_runs')
export class FlowRunsController {
  readonly #runs: Runs;
  readonly #states: RunStates;

  constructor(@Inject(Runs) runs: Runs, @Inject(FLOW_RUN_STATES) states: RunStates) {
    this.#runs = runs;
    this.#states = states;
  }

  /** Makes a flow run, in a pending state unless another is given; or answers the one with the idempotency key. */
  @Post()
  @ApiRoute('Make a flow run, or find the one with the idempotency key')
  @ApiModelBody(FlowRunCreate)
  @ApiModelResponse(HttpStatus.CREATED, FlowRun)
  @ApiModelResponse(HttpStatus.OK, FlowRun)
  async create(
    @Body(new HydratePipe(FlowRunCreate)) body: FlowRunCreate,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<FlowRun> {
    const first = body.state === null ? undefined : State.parse(body.state);
    const { run, state, isNew } = await this.#runs.makeFlowRun(rowOf(body), first);
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return FlowRun.fromOrm(Object.assign(run, { state }));
  }

  /** Brings a flow run into a state. No rules stand in the way yet: every state is accepted. */
  @Post(':id/set_state')
  @HttpCode(HttpStatus.CREATED)
  @ApiRoute('Bring a flow run into a state')
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

function rowOf(body: FlowRunCreate): NewFlowRun {
  return {
    name: body.name ?? runName(),
    flowId: body.flowId,
    flowVersion: body.flowVersion,
    parameters: body.parameters,
    context: body.context,
    idempotencyKey: body.idempotencyKey,
    parentTaskRunId: body.parentTaskRunId,
    empiricalPolicy: body.empiricalPolicy,
    tags: body.tags,
  };
}
