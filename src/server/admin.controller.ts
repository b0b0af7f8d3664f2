import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Post,
  Query,
  UnprocessableEntityException,
} from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';

import { DeletedRuns, EndedRuns } from '../api/index.js';
import { State } from '../index.js';
import { said } from '../inner.js';
import { HydrateFieldsPipe, InvalidRequestException } from '../nest/index.js';
import { Runs } from '../persistence/index.js';
import { ApiModelBody, ApiModelResponse, ApiRoute } from './api-models.js';
import { ClientSignal } from './client-signal.js';

/** The version of Prefect whose API this is; clients compare it with their own. */
const PREFECT_VERSION = '2.20.25';

/** @source prefect 2.20.25, server/api/admin.py */
@ApiTags('Admin')
@Controller('admin')
export class AdminController {
  readonly #runs: Runs;

  constructor(@Inject(Runs) runs: Runs) {
    this.#runs = runs;
  }

  @Get('version')
  @ApiOperation({ summary: 'Tell which version of Prefect is spoken' })
  version(): string {
    return PREFECT_VERSION;
  }

  /** Deletes runs that ended before a time, some at a call; the reference has no such route. See {@link Runs.deleteEnded}. */
  @Post('delete_ended_runs')
  @HttpCode(HttpStatus.OK)
  @ApiRoute('Delete runs that ended before a time, some at a call')
  @ApiModelBody(EndedRuns)
  @ApiModelResponse(HttpStatus.OK, DeletedRuns)
  async deleteEnded(
    @Body(new HydrateFieldsPipe(EndedRuns)) { before, limit }: EndedRuns,
    @ClientSignal() signal: AbortSignal,
  ): Promise<DeletedRuns> {
    return new DeletedRuns({ deleted: await this.#runs.deleteEnded(before, { limit, signal }) });
  }
}

/** @source prefect 2.20.25, server/api/csrf_token.py */
@ApiTags('Root')
@Controller('csrf-token')
export class CsrfTokenController {
  /** Clients ask for a token, and go without when there are none. */
  @Get()
  @ApiOperation({ summary: 'Tell that there are no CSRF tokens' })
  @ApiQuery({ name: 'client', description: 'Who asks for the token' })
  token(@Query('client') client?: string): never {
    if (client === undefined) {
      throw new InvalidRequestException([{ loc: ['query', 'client'], ...said(State, { code: 'missing' }) }]);
    }
    throw new UnprocessableEntityException('CSRF protection is disabled.');
  }
}
