import { Controller, Get, HttpStatus, Inject, Res, type Type } from '@nestjs/common';
import { HealthCheck, type HealthCheckResult } from '@nestjs/terminus';

import { AnyVersion } from './gate.js';
import { Health } from './health.js';
import { type Mount } from './mount.js';
import { type Reply } from './reply.js';
import { Routed } from './routed.js';

/** Makes the controller by which a mount tells that it answers. @source prefect 2.20.25, server/api/server.py, `health_check` */
export function healthController({ paths, routes: { root } }: Mount): Type {
  @Controller([...paths])
  class HealthController {
    /** Answers true as long as the server answers. */
    @Routed(root.health)
    @AnyVersion()
    health(): boolean {
      return true;
    }
  }
  return HealthController;
}

/** Makes the controller by which a mount tells whether it can serve. @source prefect 2.20.25, server/api/root.py, `perform_readiness_check` */
export function readyController({ paths, routes: { root } }: Mount): Type {
  @Controller([...paths])
  class ReadyController {
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
  return ReadyController;
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
  // the document of the server is made otherwise: for one by decorators, Terminus would load all of Swagger
  @HealthCheck({ noCache: true, swaggerDocumentation: false })
  async report(@Res({ passthrough: true }) reply: Reply): Promise<HealthCheckResult> {
    const report = await this.#health.report();
    if (report.status !== 'ok') reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return report;
  }
}
