import { Body, Controller, HttpStatus, Inject, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { HydratePipe } from '../nest/index.js';
import { Runs } from '../persistence/index.js';
import { ApiModelBody, ApiModelResponse, ApiRoute } from './api-models.js';
import { type Reply } from './reply.js';
import { Flow, FlowCreate } from './schemas/flow.js';

/** @source prefect 2.20.25, server/api/flows.py */
@ApiTags('Flows')
@Controller('flows')
export class FlowsController {
  readonly #runs: Runs;

  constructor(@Inject(Runs) runs: Runs) {
    this.#runs = runs;
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
  ): Promise<Flow> {
    const { flow, isNew } = await this.#runs.makeFlow(body);
    reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return Flow.fromOrm(flow);
  }
}
