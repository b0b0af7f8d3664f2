import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';

import { Database, type Engine, MIGRATIONS } from '../../src/persistence/index.js';
import { askShared } from './postgres.js';

/** Every engine that the persistence runs on. */
export const ENGINES: readonly Engine[] = ['sqlite', 'postgres'];

/** A folder that is gone after the spec. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prefect-states-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Gives addresses of empty databases of an engine. Those on Postgres are of one server, which specs share. */
export function emptyDatabases(engine: Engine): () => Promise<string> {
  if (engine === 'postgres') return () => askShared('/database');
  const folder = temporaryFolder();
  let count = 0;
  return () => Promise.resolve(`sqlite:${join(folder, `${(count += 1)}.db`)}`);
}

/**
 * A database that is empty for each spec, and closed after it. On Postgres it is the same one, emptied: to make one takes
 * longer than most specs do. A spec that changes the tables themselves takes one of {@link emptyDatabases}.
 */
export function freshDatabase(engine: Engine = 'sqlite'): {
  readonly current: () => Database;
  readonly url: () => string;
} {
  const create = emptyDatabases(engine);
  let database: Database | null = null;
  let url = '';
  beforeEach(async () => {
    const isUsed = url !== '' && engine === 'postgres';
    if (!isUsed) url = await create();
    database = await Database.open(url);
    if (isUsed) await clear(database);
  }, 30_000);
  afterEach(async () => {
    await database?.close();
    database = null;
  });
  return { current: () => database!, url: () => url };
}

async function clear(database: Database): Promise<void> {
  const tables = database.reader.dataSource.entityMetadatas.map(({ tablePath }) => tablePath);
  await database.write((manager) => manager.query(`TRUNCATE ${tables.join(', ')} CASCADE`));
}

/** Takes back every migration. */
export async function undoAll(source: DataSource): Promise<void> {
  let left = MIGRATIONS.length;
  while (left-- > 0) await source.undoLastMigration();
}
