import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

import { Database } from '../persistence/index.js';
import { type Reply } from './reply.js';

/** @source prefect 2.20.25, server/api/server.py, `health_check` */
@ApiTags('Root')
@Controller('health')
export class HealthController {
  /** Answers true as long as the server answers. */
  @Get()
  @ApiOperation({ summary: 'Tell that the server answers' })
  health(): boolean {
    return true;
  }
}

/** @source prefect 2.20.25, server/api/root.py, `perform_readiness_check` */
@ApiTags('Root')
@Controller('ready')
export class ReadyController {
  readonly #database: Database;

  constructor(@Inject(Database) database: Database) {
    this.#database = database;
  }

  /** Answers whether requests can be served: the database must answer. */
  @Get()
  @ApiOperation({ summary: 'Tell whether the database answers' })
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<{ readonly message: string }> {
    try {
      await this.#database.reader.query('SELECT 1');
      return { message: 'OK' };
    } catch {
      reply.status(HttpStatus.SERVICE_UNAVAILABLE);
      return { message: 'Database is not available' };
    }
  }
}
