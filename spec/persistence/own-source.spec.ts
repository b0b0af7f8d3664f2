/* A team's own data source, which holds our entities and theirs, and TypeORM's own ways to bring its tables up to date. */
import {
  Column,
  DataSource,
  type DataSourceOptions,
  Entity,
  JoinColumn,
  ManyToOne,
  type MigrationInterface,
  PrimaryColumn,
  type QueryRunner,
  type Relation,
} from 'typeorm';

import { State } from '../../src/index.js';
import {
  Database,
  type Engine,
  ENTITIES,
  FlowRunEntity,
  MIGRATIONS,
  MIGRATIONS_TABLE,
  POSTGRES_SESSION,
  POSTGRES_TYPES,
  Runs,
  RunStates,
} from '../../src/persistence/index.js';
import { emptyDatabases, ENGINES } from '../support/database.js';
import { newFlowRun } from '../support/runs.js';

@Entity('invoice')
class Invoice {
  @PrimaryColumn('text')
  id!: string;
}

@Entity('invoice')
class InvoiceOfRun extends Invoice {
  @ManyToOne(() => FlowRunEntity, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'flow_run_id' })
  flowRun!: Relation<FlowRunEntity>;
}

@Entity('flow_run', { synchronize: false })
class TenantFlowRun extends FlowRunEntity {
  @Column('text', { name: 'tenant', nullable: true })
  tenant!: string | null;
}

function optionsOf(engine: Engine, url: string, more: Partial<DataSourceOptions> = {}): DataSourceOptions {
  const schema = {
    entities: [...ENTITIES],
    migrations: [...MIGRATIONS],
    migrationsTableName: MIGRATIONS_TABLE,
    ...more,
  };
  if (engine === 'sqlite') {
    return { type: 'better-sqlite3', database: url.slice('sqlite:'.length), ...schema } as DataSourceOptions;
  }
  const extra = { types: POSTGRES_TYPES, options: POSTGRES_SESSION };
  return { type: 'postgres', url, extra, ...schema } as DataSourceOptions;
}

/** What TypeORM would write into a migration. */
async function diffOf(source: DataSource): Promise<string[]> {
  const { upQueries } = await source.driver.createSchemaBuilder().log();
  return upQueries.map(({ query }) => query);
}

class AddInvoice1769500000000 implements MigrationInterface {
  readonly name: string = 'AddInvoice1769500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE invoice (id text PRIMARY KEY, flow_run_id uuid NOT NULL REFERENCES flow_run (id) ON DELETE CASCADE)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE invoice');
  }
}

class Failing1769500000001 extends AddInvoice1769500000000 {
  override readonly name = 'Failing1769500000001';
}

describe.each(ENGINES)("a team's own data source on %s", (engine) => {
  const create = emptyDatabases(engine);
  let url: string;
  let open: DataSource[];

  beforeEach(async () => {
    url = await create();
    open = [];
    await (await Database.open(url)).close();
  }, 30_000);
  afterEach(async () => {
    for (const source of open) await source.destroy();
  });

  async function start(more: Partial<DataSourceOptions>): Promise<DataSource> {
    const source = await new DataSource(optionsOf(engine, url, more)).initialize();
    open.push(source);
    return source;
  }

  it('differs from its tables by nothing, where it holds only ours', async () => {
    expect(await diffOf(await start({}))).toEqual([]);
  });

  it("differs from its tables by the one statement of the team's entity", async () => {
    const source = await start({ entities: [...ENTITIES, Invoice] });
    expect(await diffOf(source)).toEqual([expect.stringMatching(/^CREATE TABLE "invoice"/)]);
  });

  it("has the team's foreign key to a run, of the type that its id is of", async () => {
    const source = await start({ entities: [...ENTITIES, InvoiceOfRun] });
    // SQLite has a key added by making the table twice
    for (const statement of await diffOf(source)) {
      expect(statement).toMatch(/^(CREATE TABLE|INSERT INTO|DROP TABLE|ALTER TABLE) "(temporary_)?invoice"/);
    }
    await source.synchronize();
    expect(await diffOf(source)).toEqual([]);
    const database = await Database.open(url);
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    await source.getRepository(InvoiceOfRun).save({ id: 'i', flowRun: { id: run.id } });
    await new Runs(database).deleteFlowRun(run.id);
    await database.close();
    expect(await source.getRepository(InvoiceOfRun).count()).toBe(0);
  });

  it("takes a team's subclass of ours with a column of its own", async () => {
    const source = await start({ entities: [...ENTITIES, TenantFlowRun, Invoice] });
    expect(await diffOf(source)).toEqual([expect.stringMatching(/^CREATE TABLE "invoice"/)]);
    await source.query('ALTER TABLE flow_run ADD COLUMN tenant text');
    const database = await Database.open(url);
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    await source.getRepository(TenantFlowRun).update(run.id, { tenant: 'acme' });
    expect(await source.getRepository(TenantFlowRun).findOneBy({ tenant: 'acme' })).toMatchObject({ id: run.id });
    await new RunStates(database, 'flow_run').append(run.id, State.running());
    const [left] = await source.getRepository(TenantFlowRun).find();
    expect(left).toMatchObject({ tenant: 'acme', stateType: 'RUNNING' });
    await database.close();
  });

  it('starts with `synchronize: true`, and leaves our tables as they are', async () => {
    const database = await Database.open(url);
    const { run, state } = await new Runs(database).createFlowRun(await newFlowRun(database));
    const before = await tablesOf(database.reader.dataSource, engine);
    const source = await start({ entities: [...ENTITIES, InvoiceOfRun], synchronize: true });
    const after = await tablesOf(source, engine);
    expect(after.filter((line) => !line.includes('invoice'))).toEqual(before);
    expect(after.some((line) => line.includes('invoice'))).toBe(true);
    expect((await new RunStates(database, 'flow_run').find(state!.id))?.stateDetails.flowRunId).toBe(run.id);
    await database.close();
  });
});

describe.each(ENGINES)("a team's migrations beside ours on %s", (engine) => {
  const create = emptyDatabases(engine);
  // TypeORM's usual logger prints a migration that fails
  const withOwn = { entities: [...ENTITIES, InvoiceOfRun], migrationsRun: true, logger: 'debug' as const };

  async function migrated(url: string, migrations: DataSourceOptions['migrations']): Promise<DataSource> {
    return new DataSource(optionsOf(engine, url, { ...withOwn, migrations })).initialize();
  }

  it('run in one go on an empty database, which `Database.open` takes as up to date', async () => {
    const url = await create();
    const source = await migrated(url, [AddInvoice1769500000000, ...MIGRATIONS]);
    const database = await Database.open(url);
    const { run } = await new Runs(database).createFlowRun(await newFlowRun(database));
    await source.getRepository(InvoiceOfRun).save({ id: 'i', flowRun: { id: run.id } });
    await database.close();
    await source.undoLastMigration();
    expect(await source.query('SELECT id FROM flow_run')).toHaveLength(1);
    await source.destroy();
  });

  it('run on a database that `Database.open` made', async () => {
    const url = await create();
    await (await Database.open(url)).close();
    const source = await migrated(url, [...MIGRATIONS, AddInvoice1769500000000]);
    expect(await source.getRepository(InvoiceOfRun).count()).toBe(0);
    await source.destroy();
  });

  it('are taken back with ours, where one of the same start fails', async () => {
    const url = await create();
    const all = [...MIGRATIONS, AddInvoice1769500000000, Failing1769500000001];
    await expect(migrated(url, all)).rejects.toThrow('invoice');
    const source = await migrated(url, [...MIGRATIONS, AddInvoice1769500000000]);
    expect(await source.getRepository(InvoiceOfRun).count()).toBe(0);
    await source.destroy();
  });
});

/** Every column, index and constraint, one a line. */
async function tablesOf(source: DataSource, engine: Engine): Promise<string[]> {
  const sql =
    engine === 'sqlite'
      ? "SELECT sql AS line FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'sqlite_sequence' ORDER BY sql"
      : `SELECT line FROM (
           SELECT table_name || '.' || column_name || ' ' || data_type || coalesce(column_default, '') || is_nullable AS line
             FROM information_schema.columns WHERE table_schema = 'public'
           UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
           UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
             WHERE connamespace = 'public'::regnamespace
         ) AS lines ORDER BY line`;
  const rows = await source.query<{ line: string }[]>(sql);
  return rows.map(({ line }) => line);
}
