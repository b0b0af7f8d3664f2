import { existsSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { type BetterSqlite3DataSourceOptions } from 'typeorm/driver/better-sqlite3/BetterSqlite3DataSourceOptions.js';

import { SCHEMA } from './entities.js';

/** What better-sqlite3 gives to `prepareDatabase`; its own types would make it a dependency of ours. */
interface Pragmas {
  pragma(source: string): unknown;
}

/** Opens a file to be written, brings its tables up to date, and opens it once more to be read. */
export async function openSqlite(
  path: string,
): Promise<{ readonly reading: DataSource; readonly writing: DataSource }> {
  const writing = new DataSource({ ...optionsOf(path), prepareDatabase: makeDurable });
  await writing.initialize();
  try {
    await writing.runMigrations({ transaction: 'all' });
    return { reading: await readSqlite(path), writing };
  } catch (error) {
    await writing.destroy();
    throw error;
  }
}

/** Opens a file to be read, whoever made its tables; nothing is written, not even beside it. */
export async function readSqlite(path: string): Promise<DataSource> {
  // better-sqlite3 makes the folders of a path before it finds that there is no file
  if (!existsSync(path)) throw new Error(`there is no file ${path}`);
  return new DataSource({ ...optionsOf(path), readonly: true }).initialize();
}

function optionsOf(database: string): BetterSqlite3DataSourceOptions {
  return { type: 'better-sqlite3', database, ...SCHEMA };
}

/** A write is on the disk before it is answered. */
function makeDurable(connection: Pragmas): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
}
