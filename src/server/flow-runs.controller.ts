import {
  BadRequestException,
  Body,
  Controller,
  HttpStatus,
  Inject,
  NotFoundException,
  Param,
  Res,
  type Type,
} from '@nestjs/common';

import { FlowRun, FlowRunCount, FlowRunCreate, FlowRunsFilter, FlowRunUpdate, SetState, v3 } from '../api/index.js';
import { StateType } from '../index.js';
import { HydrateFieldsPipe, HydratePipe } from '../nest/index.js';
import {
  type FlowRunEntity,
  type FoundRun,
  type NewFlowRun,
  Runs,
  RunSearch,
  RunStates,
} from '../persistence/index.js';
import { OrchestrationResult } from '../transitions/index.js';
import { type Mount } from './mount.js';
import { type Store } from './store.js';
import { ClientSignal } from './client-signal.js';
import { answering } from './answers.js';
import { pageOf, queryOf } from './searches.js';
import { randomName } from './random-name.js';
import { mapPages } from './map-pages.js';
import { type Reply } from './reply.js';
import { changesOf } from './changes.js';
import { answerTransition } from './answer-transition.js';
import { Routed } from './routed.js';

/** Makes the controller of a mount's flow runs. @source prefect 2.20.25, server/api/flow_runs.py */
export function flowRunsController({ paths, routes: { flowRuns }, id: ID, store }: Mount): Type {
  const answerOf = answering(flowRuns.read.answers[200]);
  const { 200: Result } = flowRuns.setState.answers;

  @Controller([...paths])
  class FlowRunsController {
    readonly #runs: Runs;
    readonly #search: RunSearch;
    readonly #states: RunStates;

    constructor(@Inject(store) { runs, search, flowRunStates }: Store) {
      this.#runs = runs;
      this.#search = search;
      this.#states = flowRunStates;
    }

    /** Makes a flow run, in a pending state unless another is given; or answers the one with the idempotency key. */
    @Routed(flowRuns.create)
    async create(
      @Body(new HydratePipe(flowRuns.create.body)) body: FlowRunCreate,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<FlowRun> {
      if (body instanceof v3.FlowRunCreate && body.workPoolName !== null)
        throw new NotFoundException(`Work pool "${body.workPoolName}" not found.`);
      const made = await this.#runs.makeFlowRun(rowOf(body), body.state ?? undefined, { signal });
      reply.status(made.isNew ? HttpStatus.CREATED : HttpStatus.OK);
      return answerOf(made);
    }

    /** Changes what is given of a flow run. */
    @Routed(flowRuns.update)
    async update(
      @Param('id', ID) id: string,
      @Body(new HydratePipe(flowRuns.update.body)) body: FlowRunUpdate,
      @ClientSignal() signal: AbortSignal,
    ): Promise<void> {
      if (body.jobVariables !== null) refuseJobVariables(await this.#find(id));
      if (!(await this.#runs.updateFlowRun(id, changesOf(body), { signal }))) notFound();
    }

    /** Counts flow runs. */
    @Routed(flowRuns.count)
    async count(@Body(new HydrateFieldsPipe(flowRuns.count.fields)) body: FlowRunCount): Promise<number> {
      const query = queryOf(body);
      return query === null ? 0 : this.#search.countFlowRuns(query);
    }

    /** Finds flow runs. */
    @Routed(flowRuns.filter)
    filter(
      @Body(new HydrateFieldsPipe(flowRuns.filter.fields)) body: FlowRunsFilter,
    ): AsyncIterable<FlowRun[]> | FlowRun[] {
      // what is wrong with it is answered, not streamed
      const page = pageOf(body);
      const query = queryOf(body);
      return query === null ? [] : mapPages(this.#search.flowRunPages(query, page), answerOf);
    }

    /** Reads a flow run. */
    @Routed(flowRuns.read)
    async read(@Param('id', ID) id: string): Promise<FlowRun> {
      return answerOf(await this.#find(id));
    }

    /** Deletes a flow run with all that belongs to it. */
    @Routed(flowRuns.delete)
    async delete(@Param('id', ID) id: string, @ClientSignal() signal: AbortSignal): Promise<void> {
      if (!(await this.#runs.deleteFlowRun(id, { signal }))) notFound();
    }

    /** Proposes a state for a flow run: the rules of orchestration say what becomes of it. */
    @Routed(flowRuns.setState)
    async setState(
      @Param('id', ID) id: string,
      @Body(new HydrateFieldsPipe(flowRuns.setState.fields)) { state, force }: SetState,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<OrchestrationResult> {
      return answerTransition(await this.#states.propose(id, state, { force, signal }), reply, Result);
    }

    async #find(id: string): Promise<FoundRun<FlowRunEntity>> {
      return (await this.#search.flowRun(id)) ?? notFound();
    }
  }
  return FlowRunsController;
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

/** The reference leaves job variables out of the row where a key was given. @source prefect 3.8.8, server/models/flow_runs.py, `create_flow_run` */
function onlyOf3({ labels, jobVariables, idempotencyKey }: v3.FlowRunCreate): Partial<NewFlowRun> {
  return { labels: labels ?? {}, jobVariables: jobVariables ?? (idempotencyKey === null ? {} : null) };
}

function rowOf(body: FlowRunCreate): NewFlowRun {
  return {
    ...(body instanceof v3.FlowRunCreate ? onlyOf3(body) : {}),
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
