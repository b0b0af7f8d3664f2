import { Body, Controller, Get, HttpStatus, Inject, NotFoundException, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { Flow, FlowCreate } from '../api/index.js';
import { HydratePipe, UuidPipe } from '../nest/index.js';
import { Runs, RunSearch } from '../persistence/index.js';
import { ApiModelBody, ApiModelResponse, ApiRoute } from './api-models.js';
import { ClientSignal } from './client-signal.js';
import { type Reply } from './reply.js';

/** @source prefect 2.20.25, server/api/flows.py */
@ApiTags('Flows')
@Controller('flows')
export class FlowsController {
  readonly #runs: Runs;

  readonly #search: RunSearch;

  constructor(@Inject(Runs) runs: Runs, @Inject(RunSearch) search: RunSearch) {
    this.#runs = runs;
    this.#search = search;
  }

  /** Makes a flow, or answers the one with the name. */
  @Post()
  @ApiRoute('Make a flow, or find the one with the name')
  @ApiModelBody(FlowCreate)
  @ApiModelResponse(HttpStatus.CREATED, Flow)
  @ApiModelResponse(HttpStatus.OK, Flow)
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
  @Get(':id')
  @ApiRoute('Read a flow')
  @ApiModelResponse(HttpStatus.OK, Flow)
  async read(@Param('id', UuidPipe) id: string): Promise<Flow> {
    const flow = await this.#search.flow(id);
    if (flow === null) throw new NotFoundException('Flow not found');
    return Flow.fromOrm(flow);
  }
}
