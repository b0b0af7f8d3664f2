/* The indexes, as Prefect's own migrations leave them on each engine: each is there, under its name, and no other but ours. */
import Sqlite from 'better-sqlite3';
import { fileURLToPath } from 'node:url';
import { DataSource } from 'typeorm';

import { Database, ENTITIES, MIGRATIONS, Runs, RunStates } from '../../../src/persistence/index.js';
import { emptyDatabases, ENGINES, freshDatabase } from '../../support/database.js';
import { readLines } from '../../support/fixtures.js';
import { newFlowRun } from '../../support/runs.js';

interface Index {
  readonly engine: 'sqlite' | 'postgres';
  readonly table: string;
  readonly name: string;
  /** On SQLite; null for what is computed. */
  readonly columns?: readonly (string | null)[];
  /** On Postgres. */
  readonly definition?: string;
}

/** Those of 2.20.25, and those that 3.8.8 has beside them. */
const PREFECT = ['2.20.25', '3.8.8'].flatMap((version) => readLines<Index>(`prefect-${version}-indexes.jsonl`));
const TABLES = [...new Set(PREFECT.map(({ table }) => table))];
/** Our own, as docs/scale.md has them. */
const OWN = readLines<Index>('own-indexes.jsonl');
const of = (engine: Index['engine']): Index[] => [...PREFECT, ...OWN].filter((index) => index.engine === engine);
const namesOf = (indexes: readonly { readonly name: string }[]): string[] => indexes.map(({ name }) => name).sort();

const ON_POSTGRES = `SELECT tablename AS "table", indexname AS name, indexdef AS definition
  FROM pg_indexes WHERE tablename = ANY($1)`;
const NAMED = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL";
/** The keys of a table by their names. */
const CONSTRAINTS = /CONSTRAINT "?(\w+)/g;

/** Keys that are not made: into a table that is Prefect's only, and one that SQLite cannot add to a table that there is. */
const LEFT_OUT = ['fk_flow_run__infrastructure_document_id__block_document', 'fk_flow_run__work_queue_id__work_queue'];

describe('the indexes on sqlite', () => {
  const { url, current } = freshDatabase('sqlite');
  const open = (): Sqlite.Database => new Sqlite(url().slice('sqlite:'.length), { readonly: true });

  it.each(TABLES)('are those of Prefect and ours, of the same columns: %s', (table) => {
    const file = open();
    const own = file.prepare<[string], { name: string }>(NAMED).all(table);
    const wanted = of('sqlite').filter((index) => index.table === table);
    expect(namesOf(own)).toEqual(namesOf(wanted));
    for (const { name, columns } of wanted) {
      const found = file.pragma(`index_info(${name})`) as { name: string }[];
      expect([name, found.map((column) => column.name)]).toEqual([name, columns]);
    }
    file.close();
  });

  it('and the constraints have every name that a database has which Prefect wrote', () => {
    const recorded = fileURLToPath(new URL('../../fixtures/recordings/prefect-2.20.25.db', import.meta.url));
    const [own, theirs] = [open(), new Sqlite(recorded, { readonly: true })];
    const sqlOf = (file: Sqlite.Database, table: string): string =>
      file.prepare<[string], { sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?').get(table)?.sql ?? '';
    let count = 0;
    for (const table of TABLES) {
      const [ours, wanted] = [own, theirs].map((file) => [
        ...namesOf(file.prepare<[string], { name: string }>(NAMED).all(table)),
        ...[...sqlOf(file, table).matchAll(CONSTRAINTS)].map(([, name]) => name!),
      ]) as [string[], string[]];
      expect([table, wanted.filter((name) => !ours.includes(name) && !LEFT_OUT.includes(name))]).toEqual([table, []]);
      count += wanted.length;
    }
    expect(count).toBeGreaterThan(60);
    own.close();
    theirs.close();
  });

  it('find names that differ in case only', async () => {
    const [plan] = await current().reader.query<{ detail: string }[]>(
      "EXPLAIN QUERY PLAN SELECT id FROM flow WHERE name = 'A' COLLATE NOCASE",
    );
    expect(plan?.detail).toContain('ix_flow_name_case_insensitive');
  });
});

describe('the indexes on postgres', () => {
  const { current } = freshDatabase('postgres');

  it.each(TABLES)('are those of Prefect and ours, to the letter: %s', async (table) => {
    const own = await current().reader.query<Index[]>(ON_POSTGRES, [[table]]);
    const wanted = of('postgres').filter((index) => index.table === table);
    const byName = (indexes: readonly Index[]): [string, string][] =>
      indexes.map(({ name, definition }): [string, string] => [name, definition!]).sort();
    expect(byName(own)).toEqual(byName(wanted));
  });
});

describe('Database.open() on Postgres, with and without pg_trgm', () => {
  const create = emptyDatabases('postgres');
  const isTrigram = ({ name }: { readonly name: string }): boolean => name.startsWith('trgm_');

  /** Runs SQL as the administrator. */
  async function administer(url: string, ...statements: string[]): Promise<void> {
    const source = await new DataSource({ type: 'postgres', url }).initialize();
    for (const statement of statements) await source.query(statement);
    await source.destroy();
  }

  it('leaves out what needs an extension that it may not create, and nothing else', async () => {
    const url = await create();
    await administer(url, "CREATE ROLE guest LOGIN PASSWORD 'guest'", 'GRANT USAGE, CREATE ON SCHEMA public TO guest');
    const database = await Database.open(url.replace('me:s3cr3t', 'guest:guest'));
    const own = await database.reader.query<Index[]>(ON_POSTGRES, [TABLES]);
    expect(namesOf(own)).toEqual(namesOf(of('postgres').filter((index) => !isTrigram(index))));
    await database.close();
  });

  it('uses an extension that is there, in whatever schema', async () => {
    const url = await create();
    await administer(url, 'CREATE SCHEMA "Extra Ones"', 'CREATE EXTENSION pg_trgm SCHEMA "Extra Ones"');
    const database = await Database.open(url);
    const own = await database.reader.query<Index[]>(ON_POSTGRES, [TABLES]);
    expect(namesOf(own.filter(isTrigram))).toEqual(namesOf(of('postgres').filter(isTrigram)));
    await database.close();
  });
});

describe.each(ENGINES)('the migration that makes them on %s', (engine) => {
  const create = emptyDatabases(engine);

  it('can be taken back, and made again on tables that hold something', async () => {
    const url = await create();
    const database = await Database.open(url);
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    await database.close();
    const options = {
      entities: [...ENTITIES],
      migrations: [...MIGRATIONS],
      migrationsTableName: 'prefect_states_migration',
    };
    const source = await new DataSource(
      engine === 'sqlite'
        ? { type: 'better-sqlite3', database: url.slice('sqlite:'.length), ...options }
        : { type: 'postgres', url, ...options },
    ).initialize();
    let behind = MIGRATIONS.length - MIGRATIONS.findIndex(({ name }) => name.startsWith('Indexes'));
    while (behind-- > 0) await source.undoLastMigration();
    const left = engine === 'sqlite' ? 'SELECT name FROM sqlite_master' : 'SELECT indexname AS name FROM pg_indexes';
    const names = namesOf(await source.query<{ name: string }[]>(left));
    expect(names).not.toContain('ix_flow_run__end_time_desc');
    expect(names.filter((name) => name.startsWith('trgm_'))).toEqual([]);
    expect(names).toContain('ix_flow_run__start_time');
    await source.destroy();

    const again = await Database.open(url);
    expect(await new RunStates(again, 'flow_run').history(run.id)).toHaveLength(1);
    expect(namesOf(await again.reader.query<{ name: string }[]>(left))).toContain('ix_flow_run__end_time_desc');
    await again.close();
  });
});
