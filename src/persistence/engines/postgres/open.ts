import { type Socket } from 'node:net';
import { DataSource, MigrationExecutor } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

import { SCHEMA } from '../../tables/entities.js';
import { DatabaseUnavailableError, DatabaseUseError } from '../../errors.js';
import { POSTGRES } from './dialect.js';
import { POSTGRES_SESSION, POSTGRES_TYPES } from './types.js';
import { errorWithCode } from '../unavailable.js';
import { refuseForeign } from '../whose.js';
import { PostgresWriter } from './writer.js';

/** Any number that no other program locks; the same in every version of this package. */
const MIGRATION_LOCK = '7165372653421764';

/** How long to wait for a connection: for a new one, or for one of the pool that is in use. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Connections of the pool that writes; readers have their own pool, which writers cannot use up. */
const WRITERS = 8;

const READERS = 6;

/** Limits of every session: for waiting for a locked row, for a statement, and for an idle transaction, such as that of a backend that died. */
const LIMITS = '-c lock_timeout=5s -c statement_timeout=15s -c idle_in_transaction_session_timeout=60s';

/** How much longer than its own limit a server may be silent before it counts as frozen. */
const GRACE_MS = 5000;

const UNLIMITED = '-c lock_timeout=0 -c statement_timeout=0';

const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };

/** The pools of a database: writers, however many wait, take no connection from readers. */
export interface Pools {
  readonly reading: DataSource;
  readonly writer: PostgresWriter;
}

/** The connections of a pool, and how many requests wait for one. @internal */
export interface PoolLoad {
  readonly pool: string;
  readonly open: number;
  readonly idle: number;
  readonly waiting: number;
}

/** Counts the connections of a data source. @internal */
export function loadOf(source: DataSource, pool: string): PoolLoad {
  const { totalCount, idleCount, waitingCount } = (source.driver as PostgresDriver).master as Readonly<
    Record<'totalCount' | 'idleCount' | 'waitingCount', number>
  >;
  return { pool, open: totalCount, idle: idleCount, waiting: waitingCount };
}

/** Brings the tables of a database up to date, and opens it. */
export function openPostgres(url: string): Promise<Pools> {
  return opening(url, async () => {
    await migrate(url);
    const reading = await openPool(url, READERS);
    const writing = await openPool(url, WRITERS, { pipeline: true }).catch(async (error: unknown) => {
      await reading.destroy();
      throw error;
    });
    return { reading, writer: new PostgresWriter(writing) };
  });
}

/** Opens a database to be read, of any program. */
export function readPostgres(url: string): Promise<DataSource> {
  return opening(url, () => openPool(url, READERS, { session: '-c default_transaction_read_only=on' }));
}

async function opening<T>(url: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    throw error instanceof DatabaseUseError ? error : DatabaseUnavailableError.of(url, error);
  }
}

interface PoolOptions {
  /** Settings of its sessions, besides ours. */
  readonly session?: string;
  /** Whether a query may be sent before the previous one is answered. @defaultValue false */
  readonly pipeline?: boolean;
}

async function openPool(
  url: string,
  poolSize: number,
  { session = '', pipeline = false }: PoolOptions = {},
): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    ...SCHEMA,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolSize,
    extra: { connectionString: withSession(url, session), types: POSTGRES_TYPES, pipeline, ...KEEP_ALIVE },
  });
  await source.initialize();
  await watch(source);
  return source;
}

/** What is used of pg's pool; its types would make pg our dependency. */
interface Pool {
  on(event: 'acquire', listener: (client: Client) => void): unknown;
}

interface Client {
  readonly readyForQuery: boolean | null;
  readonly connection: { readonly stream: Socket };
}

/**
 * Breaks off connections whose server is silent for longer than its own limit for a statement: it is frozen or gone, not
 * slow. pg's own `query_timeout` would give such a connection back to the pool in the middle of a transaction.
 */
async function watch(source: DataSource): Promise<void> {
  const sql = "SELECT setting FROM pg_settings WHERE name = 'statement_timeout'";
  const [found] = await source.query<{ setting: string }[]>(sql);
  const limit = Number(found?.setting ?? 0);
  if (limit === 0) return;
  const watched = new WeakSet<Client>();
  ((source.driver as PostgresDriver).master as Pool).on('acquire', (client) => {
    if (watched.has(client)) return;
    watched.add(client);
    const { stream } = client.connection;
    stream.setTimeout(limit + GRACE_MS);
    // the callback parameter of `setTimeout` would be called only once
    stream.on('timeout', () => {
      // a session whose caller does something else is silent too, and owes no answer
      if (client.readyForQuery !== true)
        stream.destroy(errorWithCode('ETIMEDOUT', 'the Postgres server does not answer any more'));
    });
  });
}

/**
 * Refuses a pool that loses the microseconds of what it reads.
 *
 * @throws {@link DatabaseUseError} with what to write
 */
export async function probePool(source: DataSource): Promise<void> {
  const [row] = await source.query<{ at: unknown }[]>("SELECT TIMESTAMPTZ '2000-01-01 00:00:00.123456' AS at");
  // written without an offset, read with one: both must be in UTC
  if (row?.at !== '2000-01-01T00:00:00.123456+00:00') throw DatabaseUseError.losesMicroseconds();
}

/**
 * Runs the migrations under a lock of the whole database: a process that starts at the same time waits, and finds them done.
 * Changes of large tables take long, so nothing is limited here.
 */
async function migrate(url: string): Promise<void> {
  const source = await openPool(url, 1, { session: UNLIMITED });
  try {
    const runner = source.createQueryRunner();
    await runner.query(`SELECT pg_advisory_lock(${MIGRATION_LOCK})`);
    await refuseForeign(runner, POSTGRES);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'all';
    await executor.executePendingMigrations();
    await runner.release();
  } finally {
    // the lock belongs to the connection, and ends with it
    await source.destroy();
  }
}

/** Adds settings of sessions to an address. The limits come first, so that settings in the address override them. */
function withSession(url: string, more: string): string {
  const [address, query = ''] = url.split('?', 2);
  const settings = new URLSearchParams(query);
  const options = [LIMITS, settings.get('options') ?? '', POSTGRES_SESSION, more].filter((text) => text !== '');
  settings.set('options', options.join(' '));
  return `${address!}?${settings.toString()}`;
}
