import { closeSync, existsSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DataSource, type EntityManager, MigrationExecutor, QueryFailedError } from 'typeorm';
import { type BetterSqlite3DataSourceOptions } from 'typeorm/driver/better-sqlite3/BetterSqlite3DataSourceOptions.js';
import { type AbstractSqliteDriver } from 'typeorm/driver/sqlite-abstract/AbstractSqliteDriver.js';

import { SCHEMA } from '../../tables/entities.js';
import { isTagIndexKept, makeTagIndex } from '../../tables/tag-index.js';
import { DatabaseUnavailableError } from '../../errors.js';
import { SQLITE } from './dialect.js';
import { endOfPatience, whenFree } from './lock.js';
import { errorWithCode } from '../unavailable.js';
import { refuseForeign } from '../whose.js';
import { WriteQueue, type Writes } from '../writes.js';

/** What is used of better-sqlite3's connection; its own types would make it a dependency of ours. */
interface Connection {
  readonly inTransaction: boolean;
  exec(sql: string): unknown;
  pragma(source: string): unknown;
}

/** A file that is open twice: to be written, and to be read. */
export interface OpenFile {
  readonly reading: DataSource;
  readonly writing: DataSource;
  readonly writes: Writes;
}

/** Opens a file to be written, brings its tables up to date, and opens it once more to be read. */
export async function openSqlite(path: string): Promise<OpenFile> {
  await refuseForeignFile(path);
  makePrivate(path);
  // writes wait in a queue: SQLite's own wait stops the process
  const writing = new DataSource({ ...optionsOf(path), timeout: 0, prepareDatabase: makeDurable });
  await writing.initialize();
  try {
    inodes.set(writing, { path, inode: statSync(path).ino });
    const writes = new WriteQueue(realpathSync(path));
    await writes.run(() => migrate(writing));
    return { reading: await readSqlite(path), writing, writes };
  } catch (error) {
    await writing.destroy();
    throw error;
  }
}

/** Makes a new file that only its owner may read; SQLite makes those beside it as it is. One that is there stays as it is. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(path, 'a', 0o600));
}

/** Which file a connection writes to. */
interface OpenInode {
  readonly path: string;
  readonly inode: number;
}

const inodes = new WeakMap<DataSource, OpenInode>();

/**
 * Refuses a file that is not at its path any more: SQLite goes on writing to one that has no name, and all of it is lost.
 *
 * @throws an error for which `whyUnavailable` says `SQLITE_READONLY_DBMOVED`, SQLite's own code for it
 */
export function refuseMoved(writing: DataSource): void {
  const { path, inode } = inodes.get(writing)!;
  if (statSync(path, { throwIfNoEntry: false })?.ino === inode) return;
  throw errorWithCode('SQLITE_READONLY_DBMOVED', 'the file of the database was removed or replaced');
}

/** By a connection that only reads: one that writes would change how the file is kept. */
async function refuseForeignFile(path: string): Promise<void> {
  // a new file is empty
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  const source = await readSqlite(path);
  try {
    await refuseForeign(source, SQLITE);
  } catch (error) {
    // such as that the file is no database
    throw error instanceof QueryFailedError ? error.driverError : error;
  } finally {
    await source.destroy();
  }
}

/** Opens a file to be read, whichever program made its tables; nothing is written, not even beside it. */
export async function readSqlite(path: string): Promise<DataSource> {
  // better-sqlite3 makes the folders of a path before it finds that there is no file
  if (!existsSync(path)) throw DatabaseUnavailableError.noFile(path);
  return new DataSource({ ...optionsOf(path), readonly: true }).initialize();
}

/**
 * Runs a transaction, when its turn comes, that holds the file's write lock from its beginning. A write that waits
 * behind others for a lock that is never free gives up when they do.
 */
export function writeSqlite<T>(
  { writing, writes }: Omit<OpenFile, 'reading'>,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const end = endOfPatience();
  return writes.run(() => transaction(writing, work, end));
}

/** Runs a transaction at once, which must be in its turn. @param end - when to give up waiting for other processes */
export async function transaction<T>(
  source: DataSource,
  work: (manager: EntityManager) => Promise<T>,
  end: number,
): Promise<T> {
  try {
    return await source.transaction(async (manager) => {
      // before anything is read: a transaction that has read cannot wait for another process any more
      await whenFree(() => manager.query('UPDATE flow SET id = id WHERE 0'), end);
      refuseMoved(source);
      return work(manager);
    });
  } catch (error) {
    forgetTransaction(source);
    throw error;
  }
}

function optionsOf(database: string): BetterSqlite3DataSourceOptions {
  return { type: 'better-sqlite3', database, ...SCHEMA };
}

/** A write is on the disk before it is answered. */
async function makeDurable(connection: Connection): Promise<void> {
  await whenFree(() => connection.pragma('journal_mode = WAL'));
  connection.pragma('synchronous = FULL');
}

/** Runs the migrations under the file's write lock: a process that starts at the same time waits, and finds them done. */
async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  const executor = new MigrationExecutor(source, runner);
  // TypeORM's own transactions take the lock only when they have read what there is to do
  executor.transaction = 'none';
  await runner.beforeMigration();
  await whenFree(() => runner.query('BEGIN IMMEDIATE'));
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

/**
 * Puts right what a failed transaction may leave: a disk that is full or fails makes SQLite roll back by itself, TypeORM's
 * own rollback then fails, and it goes on believing in the transaction; every later one would be a part of it, and lost.
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
