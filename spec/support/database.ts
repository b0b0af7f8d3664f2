import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataSource } from 'typeorm';

import { Database, type Engine, MIGRATIONS } from '../../src/persistence/index.js';
import { type Postgres, startPostgres } from './postgres.js';

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

let postgres: Promise<Postgres> | null = null;

/** Gives addresses of empty databases of an engine, whose server is started on first use and ended after the spec. */
export function emptyDatabases(engine: Engine): () => Promise<string> {
  if (engine === 'sqlite') {
    const folder = temporaryFolder();
    let count = 0;
    return () => Promise.resolve(`sqlite:${join(folder, `${(count += 1)}.db`)}`);
  }
  beforeAll(async () => {
    await (postgres ??= startPostgres());
  }, 60_000);
  afterAll(async () => {
    const running = await postgres;
    postgres = null;
    await running?.stop();
  });
  return async () => (await postgres!).create();
}

/** A database of its own for each spec, closed after it. */
export function freshDatabase(engine: Engine = 'sqlite'): {
  readonly current: () => Database;
  readonly url: () => string;
} {
  const create = emptyDatabases(engine);
  let database: Database | null = null;
  let url = '';
  beforeEach(async () => {
    url = await create();
    database = await Database.open(url);
  }, 30_000);
  afterEach(async () => {
    await database?.close();
    database = null;
  });
  return { current: () => database!, url: () => url };
}

/** Takes back every migration. */
export async function undoAll(source: DataSource): Promise<void> {
  let left = MIGRATIONS.length;
  while (left-- > 0) await source.undoLastMigration();
}
