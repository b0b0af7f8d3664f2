/* What is Postgres's own: the tables as Prefect's migrations leave them there, starting at once, pools of the caller's. */
import { DataSource } from 'typeorm';

import { formatDateTime, State } from '../../../../src/index.js';
import {
  Database,
  DatabaseUnavailableError,
  DatabaseUseError,
  ENTITIES,
  MIGRATIONS,
  POSTGRES_SESSION,
  POSTGRES_TYPES,
  Runs,
  RunStates,
} from '../../../../src/persistence/index.js';
import { canonicalTimestamp } from '../../../../src/persistence/engines/postgres/types.js';
import { emptyDatabases, freshDatabase, undoAll } from '../../../support/database.js';
import { readLines } from '../../../support/fixtures.js';
import { newFlowRun } from '../../../support/runs.js';

interface Table {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly constraints: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly unique: boolean }[];
}

const PREFECT = readLines<Table>('prefect-3.8.8-schema-postgres.jsonl');
/** Of 2.20.25: there no task run is in a state that is not. */
const KEPT = { task_run: ['fk_task_run__state_id__task_run_state'] } as Readonly<Record<string, string[]>>;
/** The indexes that are ours. */
const OWN = new Set(readLines<{ readonly name: string }>('own-indexes.jsonl').map(({ name }) => name));
const withoutPrecision = (type: string): string => type.replace('timestamp(6)', 'timestamp');

describe('the tables on Postgres', () => {
  const database = freshDatabase('postgres');
  const query = <T>(sql: string, table: string): Promise<T[]> => database.current().reader.query<T[]>(sql, [table]);

  it.each(PREFECT)("have Prefect's columns and types: $table", async ({ table, columns }) => {
    const own = await query<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      table,
    );
    expect(Object.fromEntries(own.map(({ name, type }) => [name, withoutPrecision(type)]))).toEqual(columns);
  });

  it('have every column and type of Prefect 2, and labels', () => {
    const of2 = readLines<Table>('prefect-2.20.25-schema-postgres.jsonl');
    for (const { table, columns } of of2) {
      const { labels, ...shared } = PREFECT.find((own) => own.table === table)!.columns;
      expect([table, shared]).toEqual([table, columns]);
      expect([undefined, 'jsonb']).toContain(labels);
    }
    expect(of2).toHaveLength(7);
  });

  it.each(PREFECT)("have Prefect's constraints and unique indexes: $table", async ({ table, constraints, indexes }) => {
    const keys = await query<{ name: string }>(
      "SELECT conname AS name FROM pg_constraint WHERE conrelid = $1::regclass AND contype <> 'n'",
      table,
    );
    // keys into tables that are Prefect's only
    const ours = constraints.filter((name) => !/__(block_document|work_queue)$/.test(name));
    expect(keys.map(({ name }) => name).sort()).toEqual([...ours, ...(KEPT[table] ?? [])].sort());
    const own = await query<{ name: string; unique: boolean }>(
      `SELECT relname AS name, indisunique AS unique FROM pg_index JOIN pg_class ON oid = indexrelid
       WHERE indrelid = $1::regclass`,
      table,
    );
    expect(indexes).toEqual(expect.arrayContaining(own.filter(({ name }) => !OWN.has(name))));
    const unique = (all: readonly { name: string; unique: boolean }[]) => all.filter((index) => index.unique);
    expect(
      unique(own)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(
      unique(indexes)
        .map(({ name }) => name)
        .sort(),
    );
  });

  it('keep microseconds, whatever the time zone of the server', async () => {
    const { run } = await new Runs(database.current()).createFlowRun(await newFlowRun(database.current()));
    const states = new RunStates(database.current(), 'flow_run');
    const kept = await states.append(run.id, State.running({ timestamp: '2190-01-01T02:00:00.000001+02:00' }));
    const [row] = await database
      .current()
      .reader.query<{ at: string }[]>(
        "SELECT (timestamp AT TIME ZONE 'UTC')::text AS at FROM flow_run_state WHERE id = $1",
        [kept.id],
      );
    expect(row?.at).toBe('2190-01-01 00:00:00.000001');
    expect(formatDateTime((await states.find(kept.id))!.timestamp)).toBe('2190-01-01T00:00:00.000001+00:00');
  });
});

describe('Database.open() on Postgres', () => {
  const create = emptyDatabases('postgres');

  it('makes the tables once, when several start at the same time', async () => {
    const url = await create();
    const opened = await Promise.all(Array.from({ length: 4 }, () => Database.open(url)));
    const done = await opened[0]!.reader.query<object[]>('SELECT * FROM prefect_states_migration');
    expect(done).toHaveLength(MIGRATIONS.length);
    for (const database of opened) await database.close();
  });

  it('takes everything back', async () => {
    const source = await new DataSource({
      type: 'postgres',
      url: await create(),
      entities: [...ENTITIES],
      migrations: [...MIGRATIONS],
    }).initialize();
    await source.runMigrations();
    await undoAll(source);
    const left = await source.query<{ name: string }[]>(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' UNION " +
        "SELECT typname FROM pg_type WHERE typname = 'state_type'",
    );
    expect(left).toEqual([{ name: 'migrations' }]);
    await source.destroy();
  });

  it('keeps what the address sets itself', async () => {
    const database = await Database.open(
      `${await create()}?options=-c%20statement_timeout%3D4321&application_name=mine`,
    );
    const [row] = await database.reader.query<object[]>(
      "SELECT current_setting('statement_timeout') AS timeout, current_setting('TimeZone') AS zone, current_setting('application_name') AS name",
    );
    expect(row).toEqual({ timeout: '4321ms', zone: 'UTC', name: 'mine' });
    await database.close();
  });

  it('says why it is not let in, and no password', async () => {
    const url = (await create()).replace('me:s3cr3t', 'me:wr0ng');
    const opening = Database.open(url);
    await expect(opening).rejects.toThrow(DatabaseUnavailableError);
    await expect(opening).rejects.toThrow('password authentication failed for user "me"');
    await expect(opening).rejects.not.toThrow('wr0ng');
  });

  it('ends the writes that were begun before it closes', async () => {
    const url = await create();
    const database = await Database.open(url);
    const writing = new Runs(database).createFlow({ name: 'last', tags: [] });
    await database.close();
    expect((await writing).isNew).toBe(true);
    const again = await Database.openReadOnly(url);
    await expect(new Runs(again).createFlow({ name: 'f', tags: [] })).rejects.toThrow('read only');
    await expect(again.reader.query("INSERT INTO flow (name) VALUES ('x')")).rejects.toThrow('read-only transaction');
    await again.close();
  });
});

describe('Database.over() a data source of the caller', () => {
  const create = emptyDatabases('postgres');
  const sourceWith = async (extra: object): Promise<DataSource> =>
    new DataSource({
      type: 'postgres',
      url: await create(),
      entities: [...ENTITIES],
      migrations: [...MIGRATIONS],
      extra,
    }).initialize();

  it.each([{}, { types: POSTGRES_TYPES }, { options: POSTGRES_SESSION }])(
    'refuses a pool that cuts microseconds or is in another time zone: %#',
    async (extra) => {
      const source = await sourceWith(extra);
      await expect(Database.over(source)).rejects.toThrow(DatabaseUseError);
      await expect(Database.over(source)).rejects.toThrow(
        'extra: { types: POSTGRES_TYPES, options: POSTGRES_SESSION }',
      );
      await source.destroy();
    },
  );

  it('keeps states in its transactions or in those of the caller, and leaves it open', async () => {
    const source = await sourceWith({ types: POSTGRES_TYPES, options: POSTGRES_SESSION });
    await source.runMigrations();
    const database = await Database.over(source);
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    const states = new RunStates(database, 'flow_run');
    await source.transaction((manager) => states.append(run.id, State.running(), { manager }));
    await states.append(run.id, State.completed());
    expect((await states.history(run.id)).map((state) => state.type)).toEqual(['PENDING', 'RUNNING', 'COMPLETED']);
    await database.close();
    expect(source.isInitialized).toBe(true);
    await source.destroy();
  });
});

describe('canonicalTimestamp()', () => {
  it.each([
    ['2026-11-23 16:48:30.769111+00', '2026-11-23T16:48:30.769111+00:00'],
    ['2026-11-23 16:48:30.5+00', '2026-11-23T16:48:30.500000+00:00'],
    ['2026-11-23 16:48:30+05:30', '2026-11-23T16:48:30+05:30'],
    ['infinity', 'infinity'],
  ])('makes of %s what the wire has', (text, canonical) => {
    expect(canonicalTimestamp(text)).toBe(canonical);
  });
});
