import { type DataSource, type EntityManager } from 'typeorm';

import { readAbsentAsNull } from './engines/absent-columns.js';
import { type Dialect, driverErrorOf, type Engine } from './engines/dialect.js';
import { dialectOf } from './engines/sql.js';
import { ENTITIES } from './tables/entities.js';
import { DatabaseUseError } from './errors.js';
import { openAddress, readAddress } from './engines/open.js';
import { loadOf, type PoolLoad, probePool } from './engines/postgres/open.js';
import { PostgresWriter } from './engines/postgres/writer.js';
import { NoWriter, type TogetherOptions, type Work, type Writer } from './engines/writer.js';

/** How busy a database is. @internal */
export interface DatabaseLoad {
  /** Writes that wait or run. */
  readonly writes: number;
  /** The pools of Postgres; none on SQLite. */
  readonly pools: readonly PoolLoad[];
}

interface Connections {
  readonly reading: DataSource;
  readonly writer: Writer;
  /** Whether they are closed with the database. */
  readonly isOwn: boolean;
}

/** Lets the caller give up. */
export interface Abortable {
  /** Once it is aborted, nothing more is written. */
  readonly signal?: AbortSignal | undefined;
}

interface TogetherWrite extends TogetherOptions {
  /** The caller's transaction, which the caller ends. The write then runs in it, and shares none with others. */
  readonly manager?: EntityManager | null | undefined;
  readonly signal?: AbortSignal | null | undefined;
}

/**
 * A database with Prefect's tables. A reader never sees a row that is not committed.
 *
 * On SQLite, reads and writes have a connection each. Writes to one file run one after another, even when several
 * databases of this process have it open. On Postgres, reads and writes have a pool each. Writes run side by side, except
 * those of one row. Any number of processes may use one database.
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
   * Opens a database to be read, such as one that Prefect itself wrote. No table is made or changed; `write` refuses. An older
   * database lacks some columns, such as that of labels: they are read as null.
   *
   * @param url - as for `open`
   * @throws {@link DatabaseUnavailableError} when there is no such file, or the server does not let us in
   */
  static async openReadOnly(url: string): Promise<Database> {
    const reading = await readAddress(url);
    await readAbsentAsNull(reading, dialectOf(reading.manager));
    return new Database({ reading, writer: new NoWriter(() => DatabaseUseError.readOnly()), isOwn: true });
  }

  /**
   * Uses a data source of the caller's, made with `ENTITIES` and `MIGRATIONS`. The caller migrates and closes it.
   *
   * On SQLite TypeORM has one connection for all transactions, so that ours would become part of yours. There you can
   * only read, and write in a transaction of your own: `append(..., { manager })`.
   *
   * @throws {@link DatabaseUseError} for a Postgres pool that cuts microseconds: see `POSTGRES_TYPES`
   */
  static async over(source: DataSource): Promise<Database> {
    const { hasPools } = dialectOf(source.manager);
    if (hasPools) await probePool(source);
    return new Database({
      reading: source,
      writer: hasPools ? new PostgresWriter(source) : new NoWriter(() => DatabaseUseError.needsManager()),
      isOwn: false,
    });
  }

  /** Reads what is committed. */
  get reader(): EntityManager {
    return this.#connections.reading.manager;
  }

  /**
   * Runs a transaction: all of it is kept, on the disk, or nothing. It must read and write through the manager that it is
   * given. It holds a connection of the pool, or the file: code that asks for a second one waits for itself.
   *
   * @throws the signal's reason, when it is aborted before the end; nothing is kept then
   */
  write<T>(work: Work<T>, { signal }: Abortable = {}): Promise<T> {
    return this.#run(work, signal, null);
  }

  /**
   * Runs a write that waits for nothing but the database, and has no other effect. On SQLite it may share a transaction with
   * others, and run twice. On Postgres the database may answer its last statements together with the commit.
   *
   * @internal
   */
  writeTogether<T>(work: Work<T>, { manager, signal, ...together }: TogetherWrite = {}): Promise<T> {
    return manager == null ? this.#run(work, signal, together) : work(manager);
  }

  async #run<T>(work: Work<T>, signal: AbortSignal | null | undefined, together: TogetherOptions | null): Promise<T> {
    const { writer } = this.#connections;
    // before the work, which may have waited long for its turn, and after it: it may have waited for a row
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

  /** Tells how busy it is. @internal */
  load(): DatabaseLoad {
    const { reading, writer } = this.#connections;
    if (!this.dialect.hasPools) return { writes: this.#writes, pools: [] };
    const writing = writer.source;
    const pools = [loadOf(reading, writing === reading ? 'all' : 'reading')];
    if (writing !== null && writing !== reading) pools.push(loadOf(writing, 'writing'));
    return { writes: this.#writes, pools };
  }

  /**
   * Checks that the database can be used: every table can be read and, on SQLite, a row can be written to the file that was
   * opened.
   *
   * @throws the error of what fails; `whyUnavailable` tells why
   */
  async check(): Promise<void> {
    const { writer } = this.#connections;
    const tables = this.reader.dataSource.entityMetadatas.filter(({ target }) =>
      ENTITIES.some((entity) => entity === target),
    );
    // first, because it says when the file is gone; reading it says only that something is wrong
    await writer.check();
    await this.reader.query(
      `SELECT ${tables.map(({ tableName }) => `(SELECT 1 FROM ${tableName} LIMIT 1)`).join(', ')}`,
    );
  }

  /** Whether a write failed because a row is in conflict with others. @internal */
  isConflict(error: unknown): boolean {
    const driverError = driverErrorOf(error);
    return driverError !== null && this.dialect.isConflict(driverError);
  }

  /** Waits for the writes that have begun, and closes the connections. A second call does nothing. */
  async close(): Promise<void> {
    const { reading, writer, isOwn } = this.#connections;
    await writer.drained();
    if (!isOwn) return;
    for (const source of [reading, writer.source]) if (source?.isInitialized === true) await source.destroy();
  }
}
