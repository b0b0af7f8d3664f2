import { Body, Controller, HttpStatus, Inject, NotFoundException, Param, Res } from '@nestjs/common';

import { Flow, FlowCreate, prefect2Routes } from '../api/index.js';
import { HydratePipe, UuidPipe } from '../nest/index.js';
import { Runs, RunSearch } from '../persistence/index.js';
import { ClientSignal } from './client-signal.js';
import { type Reply } from './reply.js';
import { Routed } from './routed.js';

const { flows } = prefect2Routes;

/** @source prefect 2.20.25, server/api/flows.py */
@Controller()
export class FlowsController {
  readonly #runs: Runs;

  readonly #search: RunSearch;

  constructor(@Inject(Runs) runs: Runs, @Inject(RunSearch) search: RunSearch) {
    this.#runs = runs;
    this.#search = search;
  }

  /** Makes a flow, or answers the one with the name. */
  @Routed(flows.create)
  async create(
    @Body(new HydratePipe(FlowCreate)) body: FlowCreate,
    @Res({ passthrough: true }) reply: Reply,
    @ClientSignal() signal: AbortSignal,
  ): Promise<Flow> {
    const { flow, isNew } = await this.#runs.makeFlow(body, { signal });
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return Flow.fromOrm(flow);
  }

  /** Reads a flow. */
  @Routed(flows.read)
  async read(@Param('id', UuidPipe) id: string): Promise<Flow> {
    const flow = await this.#search.flow(id);
    if (flow === null) throw new NotFoundException('Flow not found');
    return Flow.fromOrm(flow);
  }
}
