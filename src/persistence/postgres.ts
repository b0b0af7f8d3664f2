import { DataSource, MigrationExecutor } from 'typeorm';

import { SCHEMA } from './entities.js';
import { DatabaseUnavailableError, DatabaseUseError } from './errors.js';
import { POSTGRES_SESSION, POSTGRES_TYPES } from './postgres-types.js';

/** Any number that no other program locks; the same in every version of this package. */
const MIGRATION_LOCK = '7165372653421764';

const CONNECT_TIMEOUT_MS = 30_000;

/** Opens a pool of connections and, unless it is only to be read, brings the tables up to date. */
export async function openPostgres(url: string, { readOnly = false } = {}): Promise<DataSource> {
  try {
    const connectionString = withSession(url, readOnly ? '-c default_transaction_read_only=on' : '');
    const source = new DataSource({
      type: 'postgres',
      ...SCHEMA,
      connectTimeoutMS: CONNECT_TIMEOUT_MS,
      extra: { connectionString, types: POSTGRES_TYPES },
    });
    await source.initialize();
    if (readOnly) return source;
    await migrate(source).catch(async (error: unknown) => {
      await source.destroy();
      throw error;
    });
    return source;
  } catch (error) {
    throw DatabaseUnavailableError.of(url, error);
  }
}

/**
 * Refuses a pool that would lose the microseconds of what is read through it.
 *
 * @throws {@link DatabaseUseError} with what to write
 */
export async function probePool(source: DataSource): Promise<void> {
  const [row] = await source.query<{ at: unknown }[]>("SELECT TIMESTAMPTZ '2000-01-01 00:00:00.123456' AS at");
  // written without an offset, read with one: both must be in UTC
  if (row?.at !== '2000-01-01T00:00:00.123456+00:00') throw DatabaseUseError.losesMicroseconds();
}

/** Runs the migrations under a lock of the whole database: whoever starts at the same time waits, and finds them done. */
async function migrate(source: DataSource): Promise<void> {
  const runner = source.createQueryRunner();
  try {
    await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'all';
    await executor.executePendingMigrations();
    await runner.query(`SELECT pg_advisory_unlock(${MIGRATION_LOCK})`);
  } finally {
    // the lock is the connection's: after a failure the whole pool is closed, and the lock with it
    await runner.release();
  }
}

/** Adds to an address what its sessions must be set to, beside what it sets itself. */
function withSession(url: string, more: string): string {
  const [address, query = ''] = url.split('?', 2);
  const settings = new URLSearchParams(query);
  const options = [settings.get('options') ?? '', POSTGRES_SESSION, more].filter((text) => text !== '');
  settings.set('options', options.join(' '));
  return `${address!}?${settings.toString()}`;
}
