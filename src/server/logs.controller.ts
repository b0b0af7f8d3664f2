import { Body, Controller, Logger, Req } from '@nestjs/common';

import { LogCreate, prefect2Routes } from '../api/index.js';
import { HydrateListPipe } from '../nest/index.js';
import { Routed } from './routed.js';

const { logs } = prefect2Routes;

/** @source prefect 2.20.25, server/api/logs.py */
@Controller()
export class LogsController {
  readonly #logger = new Logger('Logs');

  /** Takes the lines of a run's log. They are checked and not kept: this backend keeps states. */
  @Routed(logs.create)
  create(@Body(new HydrateListPipe(LogCreate)) logs: LogCreate[], @Req() { id }: { readonly id: string }): null {
    this.#logger.verbose(`${logs.length} lines of logs were taken`, { requestId: id });
    return null;
  }
}
