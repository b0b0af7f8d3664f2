/*
 * Writes to a SQLite file. The file has one writer at a time, of all connections and all processes.
 *
 * In this process writes take turns: TypeORM's SQLite drivers share one connection, on which two transactions that overlap
 * become one. Another process is waited for here: SQLite's own wait stops the whole process, and with it a writer in the same
 * process that holds the lock. Writes that wait at the same time go into one transaction, each behind a savepoint of its
 * own: the disk is waited for once, not once for each. No write is answered before it is on the disk.
 */
import { randomUUID } from 'node:crypto';
import { realpathSync, statSync } from 'node:fs';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type DataSource, type EntityManager } from 'typeorm';
import { type AbstractSqliteDriver } from 'typeorm/driver/sqlite-abstract/AbstractSqliteDriver.js';

import { errorWithCode, whyUnavailable } from '../unavailable.js';
import { type TogetherOptions, type Work, type Writer } from '../writer.js';

/** As long as SQLite's drivers wait. */
const PATIENCE_MS = 5000;

const LONGEST_WAIT_MS = 100;

/** What is used of better-sqlite3's connection; its types would make it our dependency. */
interface Connection {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
}

interface Waiting {
  readonly work: Work<unknown>;
  /** When to give up waiting for other processes. */
  readonly end: number;
  readonly isBatch: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** The last write to each file, by its true path, as long as it runs. */
const lastTo = new Map<string, Promise<unknown>>();

/** Writes to one file. */
export class SqliteWriter implements Writer {
  readonly source: DataSource;
  readonly #path: string;
  readonly #inode: number;
  readonly #truePath: string;
  #waiting: Waiting[] = [];

  /** @param path - of a file that exists */
  constructor(source: DataSource, path: string) {
    this.source = source;
    this.#path = path;
    this.#inode = statSync(path).ino;
    this.#truePath = realpathSync(path);
  }

  /**
   * Runs a transaction that holds the file's write lock from its beginning. A write that waits behind others for a lock
   * that is never free gives up when they do.
   */
  run<T>(work: Work<T>): Promise<T> {
    const end = performance.now() + PATIENCE_MS;
    return this.inTurn(() => this.#transaction(work, end));
  }

  /** Runs a write with all that wait for the same turn. It fails alone. */
  runTogether<T>(work: Work<T>, { isBatch = false }: TogetherOptions = {}): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = performance.now() + PATIENCE_MS;
      const length = this.#waiting.push({ work, end, isBatch, resolve: resolve as Waiting['resolve'], reject });
      // the first asks for the turn of all
      if (length === 1) void this.inTurn(this.#writeWaiting);
    });
  }

  /** Runs what writes to the file after all that was to be written before, by whichever writer of this process. */
  inTurn<T>(write: () => Promise<T>): Promise<T> {
    const file = this.#truePath;
    const result = (lastTo.get(file) ?? Promise.resolve()).then(write);
    const ended = Promise.allSettled([result]).then(() => {
      if (lastTo.get(file) === ended) lastTo.delete(file);
    });
    lastTo.set(file, ended);
    return result;
  }

  async check(): Promise<void> {
    this.#refuseMoved();
    const id = randomUUID();
    await this.runTogether(async (manager) => {
      await manager.query('INSERT INTO artifact (id, data) VALUES (?, ?)', [id, ROOM]);
      await manager.query('DELETE FROM artifact WHERE id = ?', [id]);
    });
  }

  async drained(): Promise<void> {
    await lastTo.get(this.#truePath);
  }

  readonly #writeWaiting = async (): Promise<void> => {
    // requests that have come in already are read first, and go along; a batch does not wait for them
    if (!this.#waiting[0]!.isBatch) await setImmediate();
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length > 1 && (await this.#commit(group))) return;
    for (const { work, end, resolve, reject } of group) await this.#transaction(work, end).then(resolve, reject);
  };

  /** @returns false when nothing was written, because one write ended the transaction of all, or it could not begin */
  async #commit(group: readonly Waiting[]): Promise<boolean> {
    const outcomes: Outcome[] = [];
    try {
      await this.#transaction(async (manager) => {
        for (const { work } of group) outcomes.push(await this.#attempt(manager, work));
      }, group[0]!.end);
    } catch (error) {
      if (outcomes.length < group.length) return false;
      // the commit itself failed: it is not known whether it is on the disk, so that no write may run again
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

  /** @throws the write's error when the transaction has ended with it */
  async #attempt(manager: EntityManager, work: Work<unknown>): Promise<Outcome> {
    try {
      // TypeORM makes a savepoint of a transaction in a transaction
      return { value: await manager.transaction(work) };
    } catch (error) {
      if (!isInTransaction(this.source)) throw error;
      return { error };
    }
  }

  /** Runs a transaction at once, which must be in its turn. @param end - when to give up waiting for other processes */
  async #transaction<T>(work: Work<T>, end: number): Promise<T> {
    try {
      return await this.source.transaction(async (manager) => {
        // before anything is read: a transaction that has read cannot wait for another process any more
        await runWhenFree(manager, 'UPDATE flow SET id = id WHERE 0', end);
        this.#refuseMoved();
        return work(manager);
      });
    } catch (error) {
      forgetTransaction(this.source);
      throw error;
    }
  }

  /**
   * Refuses a file that is not at its path any more: SQLite goes on writing to a file without a name, and all of it is lost.
   *
   * @throws an error for which `whyUnavailable` says `SQLITE_READONLY_DBMOVED`, SQLite's own code for it
   */
  #refuseMoved(): void {
    if (statSync(this.#path, { throwIfNoEntry: false })?.ino === this.#inode) return;
    throw errorWithCode('SQLITE_READONLY_DBMOVED', 'the file of the database was removed or replaced');
  }
}

/**
 * Runs a statement as soon as no other connection holds the file.
 *
 * @param end - when to give up, in the process's own time; it is tried once in any case
 * @throws the database's own error, for which `whyUnavailable` says `SQLITE_BUSY`, when the file is not free in time; any
 * other error at once
 */
export async function runWhenFree(
  database: { query(sql: string): Promise<unknown> },
  sql: string,
  end = performance.now() + PATIENCE_MS,
): Promise<void> {
  for (let wait = 1; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
    try {
      await database.query(sql);
      return;
    } catch (error) {
      const isBusy = /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(whyUnavailable(error) ?? '');
      if (!isBusy || performance.now() >= end) throw error;
      await setTimeout(wait);
    }
  }
}

/**
 * Puts right what a failed transaction may leave: a disk that is full or fails makes SQLite roll back by itself, TypeORM's
 * own rollback then fails, and TypeORM goes on believing in the transaction; every later one would be a part of it, and lost.
 */
function forgetTransaction(source: DataSource): void {
  const driver = source.driver as AbstractSqliteDriver;
  if (driver.queryRunner?.isTransactionActive !== true) return;
  driver.queryRunner = undefined;
  if (isInTransaction(source)) connectionOf(source).exec('ROLLBACK');
}

/** Whether SQLite has a transaction, whatever TypeORM believes. */
export function isInTransaction(source: DataSource): boolean {
  return connectionOf(source).inTransaction;
}

function connectionOf(source: DataSource): Connection {
  return (source.driver as AbstractSqliteDriver).databaseConnection as Connection;
}

/** As JSON, and larger than a page of SQLite, so that there must be room for another page. */
const ROOM = JSON.stringify(' '.repeat(8192));
