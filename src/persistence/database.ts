import { randomUUID } from 'node:crypto';
import { type DataSource, type EntityManager } from 'typeorm';

import { readAbsentAsNull } from './engines/absent-columns.js';
import { type Dialect, driverErrorOf, type Engine } from './engines/dialect.js';
import { dialectOf } from './engines/engine.js';
import { ENTITIES } from './tables/entities.js';
import { DatabaseUseError } from './errors.js';
import { openAddress, readAddress } from './engines/open.js';
import { loadOf, type PoolLoad, probePool } from './engines/postgres/open.js';
import { RowTurns } from './engines/postgres/row-turns.js';
import { shortTransaction } from './engines/postgres/short-transaction.js';
import { refuseMoved, writeSqlite } from './engines/sqlite/open.js';
import { queryRows } from './engines/sql.js';
import { type Writes, WriteSet } from './engines/writes.js';
import { WritesTogether } from './engines/sqlite/group-commit.js';

/** How much there is to do. @internal */
export interface DatabaseLoad {
  /** Writes that wait or run. */
  readonly writes: number;
  /** The pools of Postgres; none on SQLite. */
  readonly pools: readonly PoolLoad[];
}

interface Connections {
  readonly reading: DataSource;
  /** Null for a database that is only read, or written in the caller's transactions only. */
  readonly writing: DataSource | null;
  readonly writes: Writes;
  /** Says why nothing can be written, where that is so. */
  readonly refuseWrite?: () => DatabaseUseError;
  /** Whether they are closed with the database. */
  readonly isOwn: boolean;
}

/** How long something is wanted. */
export interface Abortable {
  /** When it is aborted, what is not written yet is not written any more. */
  readonly signal?: AbortSignal | undefined;
}

interface TogetherOptions extends Abortable {
  /** Whether it is many writes already, that need not wait for others to come along. @defaultValue false */
  readonly isBatch?: boolean;
  /** The id of the one row that the write locks, if it does. */
  readonly row?: string;
}

/**
 * A database with Prefect's tables. A reader never sees a row that is not committed.
 *
 * On SQLite, reads and writes go by two connections, and writes to one file run one after another, by however many
 * databases of this process they go. On Postgres each has a pool of its own, and writes run side by side, but for those of
 * one row; any number of processes may use one database.
 */
export class Database {
  readonly engine: Engine;
  /** @internal */
  readonly dialect: Dialect;
  readonly #connections: Connections;
  readonly #together: WritesTogether | null;
  readonly #rowTurns = new RowTurns();
  #writes = 0;

  private constructor(connections: Connections) {
    this.#connections = connections;
    this.dialect = dialectOf(connections.reading.manager);
    this.engine = this.dialect.engine;
    const { writing, writes } = connections;
    this.#together = !this.dialect.hasPools && writing !== null ? new WritesTogether({ writing, writes }) : null;
  }

  /**
   * Opens a database and brings its tables up to date. A file that does not exist is made.
   *
   * @param url - `sqlite:PATH`, where a path that is not absolute counts from the working directory; or
   * `postgres://USER:PASSWORD@HOST:PORT/NAME`, with whatever pg understands behind it
   * @throws {@link DatabaseUrlError} for any other address
   * @throws {@link DatabaseUnavailableError} when Postgres does not answer or refuses us
   * @throws {@link DatabaseUseError} for a database of Prefect's own, of another program, or of a newer version of this
   * package; nothing is written to it
   */
  static async open(url: string): Promise<Database> {
    return new Database({ ...(await openAddress(url)), isOwn: true });
  }

  /**
   * Opens a database to be read, such as one that Prefect itself wrote. No table is made or changed; `write` refuses. A column
   * that it does not have, because it is older, such as that of labels, is read as null.
   *
   * @param url - as for `open`
   * @throws {@link DatabaseUnavailableError} when there is no such file, or the server does not let us in
   */
  static async openReadOnly(url: string): Promise<Database> {
    const reading = await readAddress(url);
    await readAbsentAsNull(reading, dialectOf(reading.manager));
    const refuseWrite = (): DatabaseUseError => DatabaseUseError.readOnly();
    return new Database({ reading, writing: null, writes: new WriteSet(), refuseWrite, isOwn: true });
  }

  /**
   * Uses a data source of the caller's, made with `ENTITIES` and `MIGRATIONS`. The caller migrates and closes it.
   *
   * On SQLite TypeORM has one connection for all transactions, so that ours would become part of another's: there only
   * `append(..., { manager })` and reading are offered.
   *
   * @throws {@link DatabaseUseError} for a Postgres pool that cuts microseconds: see `POSTGRES_TYPES`
   */
  static async over(source: DataSource): Promise<Database> {
    const { hasPools } = dialectOf(source.manager);
    if (hasPools) await probePool(source);
    return new Database({
      reading: source,
      writing: hasPools ? source : null,
      writes: new WriteSet(),
      refuseWrite: () => DatabaseUseError.needsManager(),
      isOwn: false,
    });
  }

  /** Reads what is committed. */
  get reader(): EntityManager {
    return this.#connections.reading.manager;
  }

  /**
   * Runs a transaction: all of it is kept, on the disk, or nothing. What it reads and writes, it must through the manager
   * that it is given: it holds one of the pool's connections, or the file, and code that asks for a second waits for
   * itself.
   *
   * @throws the signal's reason, when it is aborted before the end; nothing is kept then
   */
  async write<T>(work: (manager: EntityManager) => Promise<T>, { signal }: Abortable = {}): Promise<T> {
    return this.#counted(this.#transaction(abortable(work, signal)));
  }

  /**
   * Runs a write that waits for nothing but the database, and does nothing else: on SQLite it may share a transaction with
   * others, and run twice; on Postgres its last writes may be answered with the commit.
   *
   * @internal
   */
  async writeTogether<T>(
    work: (manager: EntityManager) => Promise<T>,
    { row, signal, isBatch = false }: TogetherOptions = {},
  ): Promise<T> {
    const wanted = abortable(work, signal);
    if (this.#together !== null) return this.#counted(this.#together.run(wanted, isBatch));
    const { writes } = this.#connections;
    const write = (): Promise<T> => this.#transaction(wanted, shortTransaction);
    return this.#counted(row === undefined ? write() : writes.run(() => this.#rowTurns.run(row, write)));
  }

  /** Tells how much there is to do. @internal */
  load(): DatabaseLoad {
    const { reading, writing } = this.#connections;
    if (!this.dialect.hasPools) return { writes: this.#writes, pools: [] };
    const pools = [loadOf(reading, writing === reading ? 'all' : 'reading')];
    if (writing !== null && writing !== reading) pools.push(loadOf(writing, 'writing'));
    return { writes: this.#writes, pools };
  }

  async #transaction<T>(
    work: (manager: EntityManager) => Promise<T>,
    run = (source: DataSource, own: typeof work): Promise<T> => source.transaction(own),
  ): Promise<T> {
    const { writing, writes, refuseWrite = () => DatabaseUseError.readOnly() } = this.#connections;
    if (writing === null) throw refuseWrite();
    if (!this.dialect.hasPools) return writeSqlite({ writing, writes }, work);
    return writes.run(() => run(writing, work));
  }

  async #counted<T>(write: Promise<T>): Promise<T> {
    this.#writes += 1;
    try {
      return await write;
    } finally {
      this.#writes -= 1;
    }
  }

  /**
   * Checks whether it can be used: every table can be read and, on SQLite, a row can be written, to the file that was opened.
   *
   * @throws the error of what fails; `whyUnavailable` tells why
   */
  async check(): Promise<void> {
    const { writing } = this.#connections;
    if (this.#together !== null) refuseMoved(writing!);
    const tables = this.reader.dataSource.entityMetadatas.filter(({ target }) =>
      ENTITIES.some((entity) => entity === target),
    );
    await this.reader.query(
      `SELECT ${tables.map(({ tableName }) => `(SELECT 1 FROM ${tableName} LIMIT 1)`).join(', ')}`,
    );
    // on Postgres a writer may wait for others, and would tell of them
    if (this.#together === null) return;
    const id = randomUUID();
    await this.#together.run(async (manager) => {
      await queryRows(manager, 'INSERT INTO artifact (id, data) VALUES (?, ?)', [id, ROOM]);
      await queryRows(manager, 'DELETE FROM artifact WHERE id = ?', [id]);
    });
  }

  /** Whether an error that a write ended with says that a row is in conflict with others. @internal */
  isConflict(error: unknown): boolean {
    const driverError = driverErrorOf(error);
    return driverError !== null && this.dialect.isConflict(driverError);
  }

  /** Waits for the writes that were begun, and closes the connections. The second time there is nothing to do. */
  async close(): Promise<void> {
    const { reading, writing, writes, isOwn } = this.#connections;
    await writes.drained();
    if (!isOwn) return;
    for (const source of [reading, writing]) if (source?.isInitialized) await source.destroy();
  }
}

/** Looks before the work, which may have waited long for its turn, and behind it, where it may have waited for a row. */
function abortable<T>(
  work: (manager: EntityManager) => Promise<T>,
  signal: AbortSignal | undefined,
): (manager: EntityManager) => Promise<T> {
  if (signal === undefined) return work;
  return async (manager) => {
    signal.throwIfAborted();
    const result = await work(manager);
    signal.throwIfAborted();
    return result;
  };
}

/** As JSON, and larger than a page of SQLite, so that there must be room for another page. */
const ROOM = JSON.stringify(' '.repeat(8192));
