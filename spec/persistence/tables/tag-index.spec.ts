/* The tags of runs on SQLite: whoever writes to the file, what is looked for by a tag is found, as by the tags themselves. */
import Sqlite from 'better-sqlite3';
import { DataSource } from 'typeorm';

import { Database, ENTITIES, MIGRATIONS, MIGRATIONS_TABLE, Runs, RunSearch } from '../../../src/persistence/index.js';
import { emptyDatabases } from '../../support/database.js';
import { newFlowRun } from '../../support/runs.js';

const create = emptyDatabases('sqlite');
const FLOW = '00000000-0000-4000-8000-000000000001';
const flowRun = (n: number): string => `00000000-0000-4000-8000-00000000010${n}`;
const taskRun = (n: number): string => `00000000-0000-4000-8000-00000000020${n}`;

/** Writes to the file as another program does, with foreign keys. */
function writeBeside(url: string, work: (file: Sqlite.Database) => void): void {
  const file = new Sqlite(url.slice('sqlite:'.length));
  file.pragma('foreign_keys = ON');
  work(file);
  file.close();
}

function insert(file: Sqlite.Database, n: number, tags: string, verb = 'INSERT'): void {
  file.prepare("INSERT OR IGNORE INTO flow (id, name) VALUES (?, 'other')").run(FLOW);
  file.prepare(`${verb} INTO flow_run (id, name, flow_id, tags) VALUES (?, 'r', ?, ?)`).run(flowRun(n), FLOW, tags);
}

function insertTask(file: Sqlite.Database, n: number, of: number, tags: string): void {
  const sql = "INSERT INTO task_run (id, name, flow_run_id, task_key, dynamic_key, tags) VALUES (?, 't', ?, 't', ?, ?)";
  file.prepare(sql).run(taskRun(n), flowRun(of), `${n}`, tags);
}

/** What stands in the table of tags, in order. */
function indexOf(url: string, table = 'flow_run'): string[] {
  const file = new Sqlite(url.slice('sqlite:'.length), { readonly: true });
  const rows = file.prepare<[], { tag: string; run_id: string }>(`SELECT * FROM ${table}_tag`).all();
  file.close();
  return rows.map(({ tag, run_id: id }) => `${tag} ${id.slice(-1)}`);
}

/** The flow runs with a tag, by the last digit of their ids. */
async function tagged(database: Database, ...all: string[]): Promise<string> {
  const found = await new RunSearch(database).flowRuns({ flowRuns: { tags: { all } } });
  return found.map(({ run }) => run.id.slice(-1)).join('');
}

async function migrated(url: string): Promise<DataSource> {
  const own = { entities: [...ENTITIES], migrations: [...MIGRATIONS], migrationsTableName: MIGRATIONS_TABLE };
  return new DataSource({ type: 'better-sqlite3', database: url.slice('sqlite:'.length), ...own }).initialize();
}

async function undo(url: string): Promise<void> {
  const source = await migrated(url);
  await source.undoLastMigration();
  await source.destroy();
}

describe('the tags of runs on sqlite', () => {
  let url: string;
  let database: Database;
  beforeEach(async () => {
    url = await create();
    database = await Database.open(url);
  });
  afterEach(() => database.close());

  it('are found of what is written by SQL, changed and deleted', async () => {
    writeBeside(url, (file) => {
      insert(file, 1, '["a", "b", "a"]');
      insert(file, 2, '["b"]');
      insert(file, 3, '[]');
    });
    expect([await tagged(database, 'a'), await tagged(database, 'b'), await tagged(database, 'b', 'a')]).toEqual([
      '1',
      '21',
      '1',
    ]);
    writeBeside(url, (file) => file.exec(`UPDATE flow_run SET tags = '["c"]', name = 'x' WHERE id = '${flowRun(1)}'`));
    expect([await tagged(database, 'a'), await tagged(database, 'c')]).toEqual(['', '1']);
    writeBeside(url, (file) => file.exec(`UPDATE flow_run SET id = '${flowRun(4)}' WHERE id = '${flowRun(1)}'`));
    expect(await tagged(database, 'c')).toBe('4');
    writeBeside(url, (file) => file.exec(`DELETE FROM flow_run WHERE id = '${flowRun(2)}'`));
    expect(await tagged(database, 'b')).toBe('');
    expect(indexOf(url)).toEqual(['c 4']);
  });

  it('go with the rows that a foreign key deletes', () => {
    writeBeside(url, (file) => {
      insert(file, 1, '["a"]');
      insertTask(file, 1, 1, '["x"]');
      insert(file, 2, '["a"]');
      insertTask(file, 2, 2, '["x"]');
      file.exec(`DELETE FROM flow_run WHERE id = '${flowRun(1)}'`);
    });
    expect([indexOf(url), indexOf(url, 'task_run')]).toEqual([['a 2'], ['x 2']]);
    writeBeside(url, (file) => file.exec('DELETE FROM flow'));
    expect([indexOf(url), indexOf(url, 'task_run')]).toEqual([[], []]);
  });

  it('are read again where a row was replaced, which no trigger is told of', async () => {
    writeBeside(url, (file) => {
      insert(file, 1, '["a"]');
      insert(file, 1, '["b"]', 'INSERT OR REPLACE');
      insert(file, 1, '["b"]', 'INSERT OR REPLACE');
    });
    expect(indexOf(url)).toEqual(['a 1', 'b 1']);
    expect([await tagged(database, 'a'), await tagged(database, 'b')]).toEqual(['', '1']);
  });

  it('keep no row from being written, whatever is in the place of tags', async () => {
    writeBeside(url, (file) => {
      insert(file, 1, '[1, null, true, "1", ["a"], {"a": "b"}]');
      insert(file, 2, 'no JSON');
      insert(file, 3, '');
      insert(file, 4, '"text"');
      insert(file, 5, '["\u00e9\ud83d\ude00", ""]');
      file.exec(`UPDATE flow_run SET tags = '[2]'  WHERE id = '${flowRun(2)}'`);
      file.exec(`DELETE FROM flow_run WHERE id IN ('${flowRun(3)}', '${flowRun(4)}')`);
    });
    expect([await tagged(database, '1'), await tagged(database, '2')]).toEqual(['1', '']);
    expect([await tagged(database, '\u00e9\ud83d\ude00'), await tagged(database, '')]).toEqual(['5', '5']);
  });

  it('are those of runs that were there before the migration, which can be taken back', async () => {
    await database.close();
    await undo(url);
    writeBeside(url, (file) => {
      const left = file.prepare("SELECT name FROM sqlite_master WHERE name LIKE '%\\_tag%' ESCAPE '\\'").all();
      expect(left).toEqual([]);
      insert(file, 1, '["a"]');
    });
    // read as one of Prefect is: there is no table of tags
    const read = await Database.openReadOnly(url);
    expect(await tagged(read, 'a')).toBe('1');
    await read.close();
    database = await Database.open(url);
    expect(await tagged(database, 'a')).toBe('1');
    expect(indexOf(url)).toEqual(['a 1']);
  });

  it('are found where the table was made again without its triggers, and kept when the file is opened next', async () => {
    await new Runs(database).createFlowRun(await newFlowRun(database, { tags: ['a'] }));
    writeBeside(url, (file) => {
      file.pragma('foreign_keys = OFF');
      const { sql } = file.prepare<[], { sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'flow_run'").get()!;
      file.exec(sql.replace('flow_run', '_alembic_tmp_flow_run'));
      file.exec('INSERT INTO _alembic_tmp_flow_run SELECT * FROM flow_run');
      file.exec('DROP TABLE flow_run; ALTER TABLE _alembic_tmp_flow_run RENAME TO flow_run');
      insert(file, 1, '["late"]');
    });
    expect(await tagged(database, 'late')).toBe('1');
    expect(indexOf(url)).not.toContain('late 1');
    await database.close();
    database = await Database.open(url);
    expect(indexOf(url)).toContain('late 1');
    expect(await tagged(database, 'late')).toBe('1');
    writeBeside(url, (file) => {
      insert(file, 2, '["late"]');
    });
    expect(await tagged(database, 'late')).toBe('21');
  });

  it('are not touched by a change of anything else', () => {
    writeBeside(url, (file) => {
      insert(file, 1, '["a"]');
      const plan = file
        .prepare<[], { opcode: string }>("EXPLAIN UPDATE flow_run SET state_type = 'RUNNING', run_count = 1")
        .all();
      expect(plan.map(({ opcode }) => opcode)).not.toContain('Program');
      const ofTags = file.prepare<[], { opcode: string }>("EXPLAIN UPDATE flow_run SET tags = '[]'").all();
      expect(ofTags.map(({ opcode }) => opcode)).toContain('Program');
    });
  });
});
