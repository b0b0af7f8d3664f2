import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';

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
