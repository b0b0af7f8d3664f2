import { Body, Controller, HttpStatus, Inject, NotFoundException, Param, Res, type Type } from '@nestjs/common';

import { type Flow, type FlowCreate } from '../api/index.js';
import { HydratePipe } from '../nest/index.js';
import { ClientSignal } from './requests.js';
import { type Mount } from './mount.js';
import { type Reply } from './reply.js';
import { Routed } from './routed.js';
import { type Store } from './store.js';

/** Makes the controller of a mount's flows. @source prefect 2.20.25, server/api/flows.py */
export function flowsController({ paths, routes: { flows }, id: ID, store }: Mount): Type {
  const { 200: FlowModel } = flows.read.answers;

  @Controller([...paths])
  class FlowsController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    /** Makes a flow, or answers the one with the name. */
    @Routed(flows.create)
    async create(
      @Body(new HydratePipe(flows.create.body)) body: FlowCreate,
      @Res({ passthrough: true }) reply: Reply,
      @ClientSignal() signal: AbortSignal,
    ): Promise<Flow> {
      const { flow, isNew } = await this.#store.runs.createFlow(body, { signal });
      reply.status(isNew ? HttpStatus.CREATED : HttpStatus.OK);
      return FlowModel.fromOrm(flow);
    }

    /** Reads a flow. */
    @Routed(flows.read)
    async read(@Param('id', ID) id: string): Promise<Flow> {
      return answerOf(await this.#store.search.flow(id));
    }

    /** Reads the flow with a name. */
    @Routed(flows.readByName)
    async readByName(@Param('name') name: string): Promise<Flow> {
      return answerOf(await this.#store.search.flowByName(name));
    }
  }

  function answerOf(flow: object | null): Flow {
    if (flow === null) throw new NotFoundException('Flow not found');
    return FlowModel.fromOrm(flow);
  }
  return FlowsController;
}
