import { Controller, Get, UnprocessableEntityException } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

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
  token(): never {
    throw new UnprocessableEntityException('CSRF protection is disabled.');
  }
}
