import { Controller, Get, Query, UnprocessableEntityException } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';

import { InvalidRequestException } from '../nest/index.js';

/** The version of Prefect whose API this is; clients compare it with their own. */
export const PREFECT_VERSION = '2.20.25';

/** @source prefect 2.20.25, server/api/admin.py */
@ApiTags('Admin')
@Controller('admin')
export class AdminController {
  @Get('version')
  @ApiOperation({ summary: 'Tell which version of Prefect is spoken' })
  version(): string {
    return PREFECT_VERSION;
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
      const issue = { loc: ['query', 'client'], msg: 'field required', type: 'value_error.missing' };
      throw new InvalidRequestException([issue]);
    }
    throw new UnprocessableEntityException('CSRF protection is disabled.');
  }
}
