import {
  BadRequestException,
  Body,
  Controller,
  HttpStatus,
  Inject,
  NotFoundException,
  Param,
  Res,
} from '@nestjs/common';

import {
  FlowRun,
  FlowRunCount,
  FlowRunCreate,
  FlowRunsFilter,
  FlowRunUpdate,
  SetState,
  prefect2Routes,
} from '../api/index.js';
import { StateType } from '../index.js';
import { FLOW_RUN_STATES, HydrateFieldsPipe, HydratePipe, UuidPipe } from '../nest/index.js';
import {
  type FlowRunEntity,
  type FoundRun,
  type NewFlowRun,
  Runs,
  RunSearch,
  RunStates,
} from '../persistence/index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { ClientSignal } from './client-signal.js';
import { answerFlowRun } from './answers.js';
import { pageOf, queryOf } from './searches.js';
import { randomName } from './random-name.js';
import { mapPages } from './map-pages.js';
import { type Reply } from './reply.js';
import { changesOf } from './changes.js';
import { answerTransition } from './answer-transition.js';
import { Routed } from './routed.js';

const { flowRuns } = prefect2Routes;

/** @source prefect 2.20.25, server/api/flow_runs.py */
@Controller()
export class FlowRunsController {
  readonly #runs: Runs;
  readonly #search: RunSearch;
  readonly #states: RunStates;

  constructor(
    @Inject(Runs) runs: Runs,
    @Inject(RunSearch) search: RunSearch,
    @Inject(FLOW_RUN_STATES) states: RunStates,
  ) {
    this.#runs = runs;
    this.#search = search;
    this.#states = states;
  }

  /** Makes a flow run, in a pending state unless another is given; or answers the one with the idempotency key. */
  @Routed(flowRuns.create)
  async create(
    @Body(new HydratePipe(FlowRunCreate)) body: FlowRunCreate,
    @Res({ passthrough: true }) reply: Reply,
    @ClientSignal() signal: AbortSignal,
  ): Promise<FlowRun> {
    const made = await this.#runs.makeFlowRun(rowOf(body), body.state ?? undefined, { signal });
    reply.status(made.isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return answerFlowRun(made);
  }

  /** Changes what is given of a flow run. */
  @Routed(flowRuns.update)
  async update(
    @Param('id', UuidPipe) id: string,
    @Body(new HydratePipe(FlowRunUpdate)) body: FlowRunUpdate,
    @ClientSignal() signal: AbortSignal,
  ): Promise<void> {
    if (body.jobVariables !== null) refuseJobVariables(await this.#find(id));
    if (!(await this.#runs.updateFlowRun(id, changesOf(body), { signal }))) notFound();
  }

  /** Counts flow runs. */
  @Routed(flowRuns.count)
  async count(@Body(new HydrateFieldsPipe(FlowRunCount)) body: FlowRunCount): Promise<number> {
    const query = queryOf(body);
    return query === null ? 0 : this.#search.countFlowRuns(query);
  }

  /** Finds flow runs. */
  @Routed(flowRuns.filter)
  filter(@Body(new HydrateFieldsPipe(FlowRunsFilter)) body: FlowRunsFilter): AsyncIterable<FlowRun[]> | FlowRun[] {
    // what is wrong with it is answered, not streamed
    const page = pageOf(body);
    const query = queryOf(body);
    return query === null ? [] : mapPages(this.#search.flowRunPages(query, page), answerFlowRun);
  }

  /** Reads a flow run. */
  @Routed(flowRuns.read)
  async read(@Param('id', UuidPipe) id: string): Promise<FlowRun> {
    return answerFlowRun(await this.#find(id));
  }

  /** Deletes a flow run with all that belongs to it. */
  @Routed(flowRuns.delete)
  async delete(@Param('id', UuidPipe) id: string, @ClientSignal() signal: AbortSignal): Promise<void> {
    if (!(await this.#runs.deleteFlowRun(id, { signal }))) notFound();
  }

  /** Proposes a state for a flow run: the rules of orchestration say what becomes of it. */
  @Routed(flowRuns.setState)
  async setState(
    @Param('id', UuidPipe) id: string,
    @Body(new HydrateFieldsPipe(SetState)) { state, force }: SetState,
    @Res({ passthrough: true }) reply: Reply,
    @ClientSignal() signal: AbortSignal,
  ): Promise<OrchestrationResult> {
    return answerTransition(await this.#states.propose(id, state, { force, signal }), reply);
  }

  async #find(id: string): Promise<FoundRun<FlowRunEntity>> {
    return (await this.#search.flowRun(id)) ?? notFound();
  }
}

function notFound(): never {
  throw new NotFoundException('Flow run not found');
}

/**
 * Job variables are a deployment's to check, and there are no deployments.
 *
 * @source prefect 2.20.25, server/api/flow_runs.py, `update_flow_run`
 */
function refuseJobVariables({ state }: FoundRun<FlowRunEntity>): never {
  if (state === null) {
    throw new BadRequestException('Flow run state is required to update job variables but none exists');
  }
  if (state.type !== StateType.SCHEDULED) {
    throw new BadRequestException(`Job variables for a flow run in state ${state.type} cannot be updated`);
  }
  throw new BadRequestException('A deployment for the flow run could not be found');
}

function rowOf(body: FlowRunCreate): NewFlowRun {
  return {
    name: body.name || randomName(),
    flowId: body.flowId,
    flowVersion: body.flowVersion,
    parameters: body.parameters,
    context: body.context,
    idempotencyKey: body.idempotencyKey,
    parentTaskRunId: body.parentTaskRunId,
    empiricalPolicy: body.empiricalPolicy,
    tags: body.tags,
    infrastructureDocumentId: body.infrastructureDocumentId,
    deploymentId: body.deploymentId,
  };
}
