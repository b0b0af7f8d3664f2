import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, MigrationExecutor, QueryFailedError } from 'typeorm';
import { type BetterSqlite3DataSourceOptions } from 'typeorm/driver/better-sqlite3/BetterSqlite3DataSourceOptions.js';

import { SCHEMA } from '../../tables/entities.js';
import { isTagIndexKept, makeTagIndex } from '../../tables/tag-index.js';
import { DatabaseUnavailableError } from '../../errors.js';
import { SQLITE } from './dialect.js';
import { refuseForeign } from '../whose.js';
import { isInTransaction, runWhenFree, SqliteWriter } from './writer.js';

/** What is used of better-sqlite3's connection; its types would make it our dependency. */
interface Connection {
  exec(sql: string): unknown;
}

/** A file that is open twice: for writing and for reading. */
export interface OpenFile {
  readonly reading: DataSource;
  readonly writer: SqliteWriter;
}

/** Opens a file for writing, brings its tables up to date, and opens it again for reading. */
export async function openSqlite(path: string): Promise<OpenFile> {
  await refuseForeignFile(path);
  makePrivate(path);
  // writes wait in a queue: SQLite's own wait stops the process
  const writing = new DataSource({ ...optionsOf(path), timeout: 0, prepareDatabase: makeDurable });
  await writing.initialize();
  try {
    const writer = new SqliteWriter(writing, path);
    await writer.inTurn(() => migrate(writing));
    return { reading: await readSqlite(path), writer };
  } catch (error) {
    await writing.destroy();
    throw error;
  }
}

/** Makes a new file that only its owner may read; SQLite gives its other files the same mode. A file that exists stays as it is. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}

/** Uses a connection that only reads: one that writes would change the file's journal mode. */
async function refuseForeignFile(path: string): Promise<void> {
  // a new file is empty
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  const source = await readSqlite(path);
  try {
    await refuseForeign(source, SQLITE);
  } catch (error) {
    // such as for a file that is no database
    throw error instanceof QueryFailedError ? error.driverError : error;
  } finally {
    await source.destroy();
  }
}

/** Opens a file for reading, whichever program made its tables. Nothing is written, not even beside it. */
export async function readSqlite(path: string): Promise<DataSource> {
  // better-sqlite3 makes the folders of a path even when there is no file
  if (!existsSync(path)) throw DatabaseUnavailableError.noFile(path);
  return new DataSource({ ...optionsOf(path), readonly: true }).initialize();
}

function optionsOf(database: string): BetterSqlite3DataSourceOptions {
  return { type: 'better-sqlite3', database, ...SCHEMA };
}

/** Makes SQLite answer a write only when it is on the disk. */
async function makeDurable(connection: Connection): Promise<void> {
  const query = (sql: string): Promise<unknown> => Promise.resolve(connection.exec(sql));
  await runWhenFree({ query }, 'PRAGMA journal_mode = WAL');
  connection.exec('PRAGMA synchronous = FULL');
}

/** Runs the migrations under the file's write lock: a process that starts at the same time waits, and finds them done. */
async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  const executor = new MigrationExecutor(source, runner);
  // TypeORM's own transactions take the lock only after they have read which migrations to run
  executor.transaction = 'none';
  await runner.beforeMigration();
  await runWhenFree(runner, 'BEGIN IMMEDIATE');
  try {
    await executor.executePendingMigrations();
    if (!(await isTagIndexKept(runner))) await makeTagIndex(runner);
    await runner.query('COMMIT');
  } catch (error) {
    if (isInTransaction(source)) await runner.query('ROLLBACK');
    throw error;
  } finally {
    await runner.afterMigration();
  }
}
