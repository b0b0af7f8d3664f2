import {
  Body,
  ConflictException,
  Controller,
  Header,
  Inject,
  NotFoundException,
  Param,
  type Type,
} from '@nestjs/common';

import { prefect3Routes, v3 } from '../../api/index.js';
import { HydrateFieldsPipe } from '../../nest/index.js';
import { ClientSignal } from '../requests.js';
import { type Mount } from '../mount.js';
import { Routed } from '../routed.js';
import { type Store } from '../store.js';

const { flowRunInputs: inputs } = prefect3Routes;

/** Makes the controller of what flow runs are sent. @source prefect 3.8.8, server/api/flow_runs.py */
export function flowRunInputsController({ paths, id: ID, store }: Mount): Type {
  @Controller([...paths])
  class FlowRunInputsController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    /** Keeps what is sent. */
    @Routed(inputs.create)
    async create(
      @Param('id', ID) id: string,
      @Body(new HydrateFieldsPipe(inputs.create.fields)) { key, value, sender }: v3.FlowRunInputCreate,
      @ClientSignal() signal: AbortSignal,
    ): Promise<null> {
      const made = await this.#store.inputs.make(id, { key, value, sender }, { signal });
      if (made === 'keyTaken') throw new ConflictException('A flow run input with this key already exists.');
      if (made === 'noFlowRun') throw new NotFoundException('Flow run not found');
      return null;
    }

    /** Finds what was sent, the oldest first. */
    @Routed(inputs.filter)
    async filter(
      @Param('id', ID) id: string,
      @Body(new HydrateFieldsPipe(inputs.filter.fields)) { prefix, limit, excludeKeys }: v3.FlowRunInputQuery,
    ): Promise<v3.FlowRunInput[]> {
      // as SQLite takes a limit below 0
      const most = limit < 0 ? Number.MAX_SAFE_INTEGER : limit;
      const found = await this.#store.inputs.find(id, { prefix, limit: most, excludeKeys });
      return found.map((row) => v3.FlowRunInput.fromOrm(row));
    }

    /** Reads what was sent under a key, as the text that it is. */
    @Routed(inputs.read)
    @Header('Content-Type', 'text/plain; charset=utf-8')
    async read(@Param('id', ID) id: string, @Param('key') key: string): Promise<string> {
      return (await this.#store.inputs.read(id, key))?.value ?? notFound();
    }

    /** Deletes what was sent under a key. */
    @Routed(inputs.delete)
    async delete(
      @Param('id', ID) id: string,
      @Param('key') key: string,
      @ClientSignal() signal: AbortSignal,
    ): Promise<void> {
      if (!(await this.#store.inputs.delete(id, key, { signal }))) notFound();
    }
  }
  return FlowRunInputsController;
}

function notFound(): never {
  throw new NotFoundException('Flow run input not found');
}
