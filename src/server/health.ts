import { Inject, Injectable, ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';

import { Database, whyUnavailable } from '../persistence/index.js';
import { Shutdown } from './shutdown.js';

/** Longer than this the database is taken for gone. */
const PATIENCE_MS = 5000;

/** Whether the backend can do its work: the database must answer, and it must not have been told to stop. */
@Injectable()
export class Health {
  readonly #checks: HealthCheckService;
  readonly #indicators: HealthIndicatorService;
  readonly #database: Database;
  readonly #shutdown: Shutdown;

  constructor(
    @Inject(HealthCheckService) checks: HealthCheckService,
    @Inject(HealthIndicatorService) indicators: HealthIndicatorService,
    @Inject(Database) database: Database,
    @Inject(Shutdown) shutdown: Shutdown,
  ) {
    this.#checks = checks;
    this.#indicators = indicators;
    this.#database = database;
    this.#shutdown = shutdown;
  }

  /** Looks at each part; of what is not well, only a code is told. */
  async report(): Promise<HealthCheckResult> {
    const report = await this.#check();
    return this.#shutdown.hasBegun ? { ...report, status: 'shutting_down' } : report;
  }

  async #check(): Promise<HealthCheckResult> {
    const database = this.#indicators
      .check('database')
      .attempt(() => this.#askDatabase())
      .withTimeout(PATIENCE_MS);
    try {
      return await this.#checks.check([() => database]);
    } catch (error) {
      // how Terminus says that something is not well
      if (error instanceof ServiceUnavailableException) return error.getResponse() as HealthCheckResult;
      throw error;
    }
  }

  async #askDatabase(): Promise<void> {
    try {
      await this.#database.check();
    } catch (error) {
      // what Terminus tells is the message
      throw new Error(whyUnavailable(error) ?? 'unknown', { cause: error });
    }
  }
}
