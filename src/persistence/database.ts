import { type DataSource, type EntityManager } from 'typeorm';

import { readAbsentAsNull } from './engines/absent-columns.js';
import { type Dialect, driverErrorOf, type Engine } from './engines/dialect.js';
import { dialectOf } from './engines/sql.js';
import { ENTITIES } from './tables/entities.js';
import { DatabaseUseError } from './errors.js';
import { openAddress, readAddress } from './engines/open.js';
import { loadOf, type PoolLoad, probePool } from './engines/postgres/open.js';
import { PostgresWriter } from './engines/postgres/writer.js';
import { type TogetherOptions, type Work, type Writer } from './engines/writer.js';

/** How much there is to do. @internal */
export interface DatabaseLoad {
  /** Writes that wait or run. */
  readonly writes: number;
  /** The pools of Postgres; none on SQLite. */
  readonly pools: readonly PoolLoad[];
}

interface Connections {
  readonly reading: DataSource;
  /** For a database that is only read, or written in the caller's transactions only: makes the error that says so. */
  readonly writer: Writer | (() => DatabaseUseError);
  /** Whether they are closed with the database. */
  readonly isOwn: boolean;
}

/** How long something is wanted. */
export interface Abortable {
  /** When it is aborted, what is not written yet is not written any more. */
  readonly signal?: AbortSignal | undefined;
}

/** How a write goes together with others, and how long it is wanted. */
interface TogetherWrite extends TogetherOptions {
  /** The caller's transaction, in which it runs; it then shares none with others, and the caller ends it. */
  readonly manager?: EntityManager | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
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
  #writes = 0;

  private constructor(connections: Connections) {
    this.#connections = connections;
    this.dialect = dialectOf(connections.reading.manager);
    this.engine = this.dialect.engine;
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
    return new Database({ reading, writer: () => DatabaseUseError.readOnly(), isOwn: true });
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
      writer: hasPools ? new PostgresWriter(source) : () => DatabaseUseError.needsManager(),
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
  write<T>(work: Work<T>, { signal }: Abortable = {}): Promise<T> {
    return this.#run(work, signal, null);
  }

  /**
   * Runs a write that waits for nothing but the database, and does nothing else: on SQLite it may share a transaction with
   * others, and run twice; on Postgres its last writes may be answered with the commit.
   *
   * @internal
   */
  writeTogether<T>(work: Work<T>, { manager, signal, ...together }: TogetherWrite = {}): Promise<T> {
    return manager == null ? this.#run(work, signal, together) : work(manager);
  }

  async #run<T>(work: Work<T>, signal: AbortSignal | null | undefined, together: TogetherOptions | null): Promise<T> {
    const { writer } = this.#connections;
    if (typeof writer === 'function') throw writer();
    // it may have waited long for its turn before, and for a row meanwhile
    const wanted: Work<T> = async (manager) => {
      signal?.throwIfAborted();
      const result = await work(manager);
      signal?.throwIfAborted();
      return result;
    };
    this.#writes += 1;
    try {
      return await (together === null ? writer.run(wanted) : writer.runTogether(wanted, together));
    } finally {
      this.#writes -= 1;
    }
  }

  /** Tells how much there is to do. @internal */
  load(): DatabaseLoad {
    const { reading, writer } = this.#connections;
    if (!this.dialect.hasPools) return { writes: this.#writes, pools: [] };
    const writing = typeof writer === 'function' ? null : writer.source;
    const pools = [loadOf(reading, writing === reading ? 'all' : 'reading')];
    if (writing !== null && writing !== reading) pools.push(loadOf(writing, 'writing'));
    return { writes: this.#writes, pools };
  }

  /**
   * Checks whether it can be used: every table can be read and, on SQLite, a row can be written, to the file that was opened.
   *
   * @throws the error of what fails; `whyUnavailable` tells why
   */
  async check(): Promise<void> {
    const { writer } = this.#connections;
    const tables = this.reader.dataSource.entityMetadatas.filter(({ target }) =>
      ENTITIES.some((entity) => entity === target),
    );
    await this.reader.query(
      `SELECT ${tables.map(({ tableName }) => `(SELECT 1 FROM ${tableName} LIMIT 1)`).join(', ')}`,
    );
    if (typeof writer !== 'function') await writer.check();
  }

  /** Whether an error that a write ended with says that a row is in conflict with others. @internal */
  isConflict(error: unknown): boolean {
    const driverError = driverErrorOf(error);
    return driverError !== null && this.dialect.isConflict(driverError);
  }

  /** Waits for the writes that were begun, and closes the connections. The second time there is nothing to do. */
  async close(): Promise<void> {
    const { reading, writer, isOwn } = this.#connections;
    const sources = [reading];
    if (typeof writer !== 'function') {
      await writer.drained();
      sources.push(writer.source);
    }
    if (!isOwn) return;
    for (const source of sources) if (source.isInitialized) await source.destroy();
  }
}
