import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

/** @source prefect 2.20.25, server/api/server.py, `health_check` */
@ApiTags('Root')
@Controller('health')
export class HealthController {
  /** Answers true as long as the server answers. */
  @Get()
  health(): boolean {
    return true;
  }
}
