import { type DataSource, type EntityManager } from 'typeorm';

import { type DatabaseUseError } from '../errors.js';

/** What runs in a transaction. */
export type Work<T> = (manager: EntityManager) => Promise<T>;

/** How a write goes together with others. @internal */
export interface TogetherOptions {
  /** Whether it is many writes already, so that it need not wait for others to come along. @defaultValue false */
  readonly isBatch?: boolean | undefined;
  /** The id of the one row that the write locks, if it locks one. */
  readonly row?: string | undefined;
}

/** Runs the transactions of one database, in the way of its engine. @internal */
export interface Writer {
  /** What it writes by; null when it writes nothing. */
  readonly source: DataSource | null;
  /** Runs a transaction, at once or when its turn comes. */
  run<T>(work: Work<T>): Promise<T>;
  /** Runs a write that waits for nothing but the database, and may run twice. */
  runTogether<T>(work: Work<T>, options: TogetherOptions): Promise<T>;
  /** Checks that a row can be written. @throws the error of what fails */
  check(): Promise<void>;
  /** Waits for the writes that have begun, so that the database can be closed. */
  drained(): Promise<void>;
}

/** Refuses every write: for a database that is only read, or written in the caller's transactions only. @internal */
export class NoWriter implements Writer {
  readonly source = null;
  readonly #makeError: () => DatabaseUseError;

  constructor(makeError: () => DatabaseUseError) {
    this.#makeError = makeError;
  }

  run(): Promise<never> {
    return Promise.reject(this.#makeError());
  }

  runTogether(): Promise<never> {
    return this.run();
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  drained(): Promise<void> {
    return Promise.resolve();
  }
}
