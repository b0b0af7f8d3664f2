import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DateTime } from 'luxon';

import { Database, Logs, whyUnavailable } from '../persistence/index.js';
import { type Config } from './config.js';
import { nameAndPlace } from './logs.js';
import { CONFIG } from './tokens.js';

const EVERY_MS = 60_000;

/** Keeps the lines that runs log within their bounds: once a minute it deletes what is too old, and the oldest of what is too much. */
@Injectable()
export class LogTrimmer implements OnModuleInit, OnApplicationShutdown {
  readonly #logger = new Logger('Logs');
  readonly #logs: Logs;
  readonly #config: Config;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(@Inject(Database) database: Database, @Inject(CONFIG) config: Config) {
    this.#logs = new Logs(database);
    this.#config = config;
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => {
      this.#work = this.#work.then(() => this.trim());
    }, EVERY_MS).unref();
  }

  /** The database is closed behind this: what has begun is waited for. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#work;
  }

  /** Deletes what is beyond the bounds; a database that cannot be used is asked again the next time. */
  async trim(): Promise<void> {
    const { runLogDays, runLogLines: most, runLogSize: mostBytes } = this.#config;
    const before = DateTime.utc().minus({ days: runLogDays });
    try {
      const deleted = await this.#logs.trim({ before, most, mostBytes }, { signal: this.#stopping.signal });
      if (deleted > 0) this.#logger.log(`${deleted} lines that runs have logged were deleted`);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#logger.error(`No lines were deleted: ${whyUnavailable(error) ?? nameAndPlace(error)}`);
    }
  }
}
