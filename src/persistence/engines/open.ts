/* Which engine an address names, and how a database is opened by it. */
import { type DataSource } from 'typeorm';

import { DatabaseUrlError } from '../errors.js';
import { openPostgres, readPostgres } from './postgres/open.js';
import { openSqlite, readSqlite } from './sqlite/open.js';
import { type Writer } from './writer.js';

/** A database that is open for reading and writing. @internal */
export interface Opened {
  readonly reading: DataSource;
  readonly writer: Writer;
}

/** Opens a database and brings its tables up to date. @throws as `Database.open` does @internal */
export async function openAddress(url: string): Promise<Opened> {
  return isPostgres(url) ? openPostgres(url) : openSqlite(pathOf(url));
}

/** Opens a database to be read, of any program. @throws as `Database.openReadOnly` does @internal */
export async function readAddress(url: string): Promise<DataSource> {
  return isPostgres(url) ? readPostgres(url) : readSqlite(pathOf(url));
}

function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\/./.test(url);
}

function pathOf(url: string): string {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path === undefined || path.startsWith(':')) throw DatabaseUrlError.of(url);
  return path;
}
