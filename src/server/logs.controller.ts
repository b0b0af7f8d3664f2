import { Body, Controller, Inject, type Type } from '@nestjs/common';

import { type Log, type LogCreate, type LogPageQuery } from '../api/index.js';
import { HydrateListPipe } from '../nest/index.js';
import { ClientSignal } from './requests.js';
import { type Mount } from './mount.js';
import { Routed } from './routed.js';
import { pageOf, PagePipe } from './searches.js';
import { type Store } from './store.js';

/** Makes the controller of the lines that runs log. @source prefect 2.20.25, server/api/logs.py */
export function logsController({ paths, routes: { logs }, store }: Mount): Type {
  const [LogModel] = logs.filter.answers[200];

  @Controller([...paths])
  class LogsController {
    readonly #store: Store;

    constructor(@Inject(store) own: Store) {
      this.#store = own;
    }

    /** Keeps lines. */
    @Routed(logs.create)
    async create(
      @Body(new HydrateListPipe(logs.create.body[0])) lines: LogCreate[],
      @ClientSignal() signal: AbortSignal,
    ): Promise<null> {
      const given = lines.map(({ name, level, message, timestamp, flowRunId, taskRunId }) => {
        return { name, level, message, timestamp, flowRunId, taskRunId };
      });
      await this.#store.logs.keep(given, { signal });
      return null;
    }

    /** Finds lines. */
    @Routed(logs.filter)
    async filter(@Body(new PagePipe(logs.filter.fields)) body: LogPageQuery): Promise<Log[]> {
      const page = pageOf(body);
      const found = await this.#store.logs.find(body.logs?.dict({ excludeNone: true }) ?? {}, page);
      return found.map((row) => LogModel.fromOrm(row));
    }
  }
  return LogsController;
}
