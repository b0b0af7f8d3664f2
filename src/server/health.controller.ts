import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult } from '@nestjs/terminus';

import { prefect2Routes } from '../api/index.js';
import { Health } from './health.js';
import { type Reply } from './reply.js';
import { Routed } from './routed.js';

const { root } = prefect2Routes;

/** @source prefect 2.20.25, server/api/server.py, `health_check` */
@Controller()
export class HealthController {
  /** Answers true as long as the server answers. */
  @Routed(root.health)
  health(): boolean {
    return true;
  }
}

/** @source prefect 2.20.25, server/api/root.py, `perform_readiness_check` */
@Controller()
export class ReadyController {
  readonly #health: Health;

  constructor(@Inject(Health) health: Health) {
    this.#health = health;
  }

  /** Answers whether requests can be served: the database must answer, and the server not be stopping. */
  @Routed(root.ready)
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<{ readonly message: string }> {
    const { status } = await this.#health.report();
    if (status === 'ok') return { message: 'OK' };
    reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { message: status === 'shutting_down' ? 'Server is stopping' : 'Database is not available' };
  }
}

/** The same at more length, for who runs the server; Prefect has no such route. */
@Controller('healthz')
export class HealthzController {
  readonly #health: Health;

  constructor(@Inject(Health) health: Health) {
    this.#health = health;
  }

  /** Tells of each part how it is. */
  @Get()
  @HealthCheck()
  async report(@Res({ passthrough: true }) reply: Reply): Promise<HealthCheckResult> {
    const report = await this.#health.report();
    if (report.status !== 'ok') reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }
}
