/*
 * Writes to a SQLite file that wait at the same time go into one transaction, each behind a savepoint of its own: the disk
 * is waited for once, not once for each. None is answered before it is on the disk.
 */
import { type DataSource, type EntityManager } from 'typeorm';
import { setImmediate } from 'node:timers/promises';

import { endOfPatience } from './lock.js';
import { isInTransaction, type OpenFile, transaction } from './open.js';
import { type Writes } from '../writes.js';

type Work<T> = (manager: EntityManager) => Promise<T>;

interface Waiting {
  readonly work: Work<unknown>;
  /** When its patience ends. */
  readonly end: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** The writes to one file that may share a transaction. They must wait for nothing but the database, and may run twice. */
export class WritesTogether {
  readonly #source: DataSource;
  readonly #writes: Writes;
  #waiting: Waiting[] = [];

  constructor({ writing, writes }: Omit<OpenFile, 'reading'>) {
    this.#source = writing;
    this.#writes = writes;
  }

  /**
   * Runs a write with all that wait for the same turn. It fails alone.
   *
   * @param isBatch - whether it is many writes already, and waits for no others when it is the first
   */
  run<T>(work: Work<T>, isBatch = false): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = endOfPatience();
      this.#waiting.push({ work, end, resolve: resolve as Waiting['resolve'], reject });
      // the first asks for the turn of all
      if (this.#waiting.length === 1) void this.#writes.run(() => this.#takeTurn(isBatch));
    });
  }

  async #takeTurn(isBatch: boolean): Promise<void> {
    // requests that have come in already are read before, and go along
    if (!isBatch) await setImmediate();
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length > 1 && (await this.#commit(group))) return;
    for (const { work, end, resolve, reject } of group)
      await transaction(this.#source, work, end).then(resolve, reject);
  }

  /** @returns false when nothing was written, because one write ended the transaction of all, or it could not begin */
  async #commit(group: readonly Waiting[]): Promise<boolean> {
    const outcomes: Outcome[] = [];
    try {
      await transaction(
        this.#source,
        async (manager) => {
          for (const { work } of group) outcomes.push(await this.#attempt(manager, work));
        },
        group[0]!.end,
      );
    } catch (error) {
      if (outcomes.length < group.length) return false;
      // the commit itself: whether it is on the disk is not known, so that none may run again
      for (const { reject } of group) reject(error);
      return true;
    }
    group.forEach(({ resolve, reject }, i) => {
      const outcome = outcomes[i]!;
      if ('error' in outcome) reject(outcome.error);
      else resolve(outcome.value);
    });
    return true;
  }

  /** @throws the write's error when with it the transaction has ended */
  async #attempt(manager: EntityManager, work: Work<unknown>): Promise<Outcome> {
    try {
      // TypeORM makes a savepoint of a transaction in a transaction
      return { value: await manager.transaction(work) };
    } catch (error) {
      if (!isInTransaction(this.#source)) throw error;
      return { error };
    }
  }
}
