import { DataSource, type EntityManager } from 'typeorm';
import { type BetterSqlite3DataSourceOptions } from 'typeorm/driver/better-sqlite3/BetterSqlite3DataSourceOptions.js';

import { ArtifactEntity } from './artifact.entity.js';
import { DatabaseUrlError } from './errors.js';
import { FlowEntity } from './flow.entity.js';
import { FlowRunEntity } from './flow-run.entity.js';
import { FlowRunStateEntity } from './flow-run-state.entity.js';
import { RunStates1764000000001 } from './migrations/0001-run-states.js';
import { TaskRunEntity } from './task-run.entity.js';
import { TaskRunStateEntity } from './task-run-state.entity.js';
import { WriteQueue } from './write-queue.js';

/** Every entity of this package, for a data source of one's own. */
export const ENTITIES = [
  FlowEntity,
  FlowRunEntity,
  TaskRunEntity,
  FlowRunStateEntity,
  TaskRunStateEntity,
  ArtifactEntity,
] as const;

/** The migrations that make the tables, in order. */
export const MIGRATIONS = [RunStates1764000000001] as const;

/**
 * A database with Prefect's tables. Reads and writes go by two connections: whoever reads never sees a row that is not
 * committed, and writes run one after another.
 */
export class Database {
  readonly #reading: DataSource;
  readonly #writing: DataSource;
  readonly #queue = new WriteQueue();

  private constructor(reading: DataSource, writing: DataSource) {
    this.#reading = reading;
    this.#writing = writing;
  }

  /**
   * Opens a database and brings its tables up to date. A file that does not exist is made.
   *
   * @param url - `sqlite:PATH`; a path that is not absolute counts from the working directory
   * @throws {@link DatabaseUrlError} for any other address
   */
  static async open(url: string): Promise<Database> {
    const path = /^sqlite:(.+)$/.exec(url)?.[1];
    if (path === undefined || path.startsWith(':')) throw DatabaseUrlError.of(url);
    const writing = new DataSource({ ...optionsOf(path), prepareDatabase: makeDurable });
    await writing.initialize();
    try {
      await writing.runMigrations({ transaction: 'all' });
      const reading = new DataSource({ ...optionsOf(path), readonly: true });
      return new Database(await reading.initialize(), writing);
    } catch (error) {
      await writing.destroy();
      throw error;
    }
  }

  /** Reads what is committed. */
  get reader(): EntityManager {
    return this.#reading.manager;
  }

  /** Runs a transaction: all of it is kept, on the disk, or nothing. */
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.#queue.run(() => this.#writing.transaction(work));
  }

  /** Waits for the writes that were begun, and closes both connections. The second time there is nothing to do. */
  async close(): Promise<void> {
    await this.#queue.drained();
    for (const source of [this.#reading, this.#writing]) if (source.isInitialized) await source.destroy();
  }
}

function optionsOf(database: string): BetterSqlite3DataSourceOptions {
  return {
    type: 'better-sqlite3',
    database,
    entities: [...ENTITIES],
    migrations: [...MIGRATIONS],
    migrationsTableName: 'prefect_states_migration',
  };
}

/** What better-sqlite3 gives to `prepareDatabase`; its own types would make it a dependency of ours. */
interface Pragmas {
  pragma(source: string): unknown;
}

/** A write is on the disk before it is answered. */
function makeDurable(connection: Pragmas): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
}
