/* Writes to Postgres run side by side, each on a connection of its own; those to one row take turns. */
import { setTimeout } from 'node:timers/promises';
import { type DataSource } from 'typeorm';

import { isWatched } from '../sql.js';
import { errorWithCode } from '../unavailable.js';
import { type TogetherOptions, type Work, type Writer } from '../writer.js';
import { shortTransaction } from './short-transaction.js';

/** As long as a session of ours waits for a row that another holds. */
const PATIENCE_MS = 5000;

/** Writes by one pool. */
export class PostgresWriter implements Writer {
  readonly source: DataSource;
  readonly #open = new Set<Promise<unknown>>();
  /** The last write to each row that is locked. */
  readonly #lastTo = new Map<string, Promise<void>>();

  constructor(source: DataSource) {
    this.source = source;
  }

  run<T>(work: Work<T>): Promise<T> {
    return this.#noted(this.source.transaction(work));
  }

  /** The last writes of a transaction may be answered with its commit. */
  runTogether<T>(work: Work<T>, { row }: TogetherOptions): Promise<T> {
    return this.#noted(row === undefined ? this.#short(work) : this.#inTurn(row, work));
  }

  /** Nothing is written: a writer may wait for others, and that would say nothing about the database. */
  check(): Promise<void> {
    return Promise.resolve();
  }

  async drained(): Promise<void> {
    while (this.#open.size > 0) await Promise.allSettled(this.#open);
  }

  #short<T>(work: Work<T>): Promise<T> {
    return isWatched(this.source) ? this.source.transaction(work) : shortTransaction(this.source, work);
  }

  async #noted<T>(write: Promise<T>): Promise<T> {
    this.#open.add(write);
    try {
      return await write;
    } finally {
      this.#open.delete(write);
    }
  }

  /**
   * Runs a write when those to the same row that came before are over. A row that is locked from elsewhere then keeps one
   * connection waiting, not all that writers have.
   *
   * @throws an error for which `whyUnavailable` says `55P03`, as Postgres does, when that takes too long; it is not run then
   */
  async #inTurn<T>(row: string, work: Work<T>): Promise<T> {
    const before = this.#lastTo.get(row);
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => (end = resolve));
    const last = before === undefined ? over : before.then(() => over);
    this.#lastTo.set(row, last);
    void last.then(() => this.#lastTo.get(row) === last && this.#lastTo.delete(row));
    try {
      if (before !== undefined) await inTime(before);
      return await this.#short(work);
    } finally {
      end();
    }
  }
}

async function inTime(before: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  const late = setTimeout(PATIENCE_MS, 'late', { signal: waiting.signal }).catch(() => undefined);
  const first = await Promise.race([before, late]);
  waiting.abort();
  if (first === 'late') throw errorWithCode('55P03', 'the row is locked');
}
