import { Body, Controller, Logger, Req, type Type } from '@nestjs/common';

import { type LogCreate } from '../api/index.js';
import { HydrateListPipe } from '../nest/index.js';
import { type Mount } from './mount.js';
import { Routed } from './routed.js';

/** Makes the controller of the lines of logs. @source prefect 2.20.25, server/api/logs.py */
export function logsController({ paths, routes: { logs } }: Mount): Type {
  @Controller([...paths])
  class LogsController {
    readonly #logger = new Logger('Logs');

    /** Takes the lines of a run's log. They are checked and not kept: this backend keeps states. */
    @Routed(logs.create)
    create(
      @Body(new HydrateListPipe(logs.create.body[0])) lines: LogCreate[],
      @Req() { id }: { readonly id: string },
    ): null {
      this.#logger.verbose(`${lines.length} lines of logs were taken`, { requestId: id });
      return null;
    }
  }
  return LogsController;
}
