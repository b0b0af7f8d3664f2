import { Body, Controller, HttpCode, HttpStatus, Logger, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { LogCreate } from '../api/index.js';
import { HydrateListPipe } from '../nest/index.js';
import { ApiModelBody, ApiRoute } from './api-models.js';

/** @source prefect 2.20.25, server/api/logs.py */
@ApiTags('Logs')
@Controller('logs')
export class LogsController {
  readonly #logger = new Logger('Logs');

  /** Takes the lines of a run's log. They are checked and not kept: this backend keeps states. */
  @Post()
  @HttpCode(HttpStatus.CREATED)
  @ApiRoute("Take the lines of a run's log, which are not kept")
  @ApiModelBody(LogCreate, { list: true })
  create(@Body(new HydrateListPipe(LogCreate)) logs: LogCreate[], @Req() { id }: { readonly id: string }): null {
    this.#logger.verbose(`${logs.length} lines of logs were taken`, { requestId: id });
    return null;
  }
}
