import Sqlite from 'better-sqlite3';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';

import { Database, DatabaseUnavailableError, ENTITIES, FlowEntity, MIGRATIONS } from '../../src/persistence/index.js';
import { freshDatabase, temporaryFolder, undoAll } from '../support/database.js';
import { readLines } from '../support/fixtures.js';

/** The indexes that are ours. */
const OWN = new Set(readLines<{ readonly name: string }>('own-indexes.jsonl').map(({ name }) => name));

interface Table {
  readonly table: string;
  readonly columns: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly unique: boolean; readonly columns: readonly string[] }[];
}

const tablesOf = (version: string): Table[] => readLines<Table>(`prefect-${version}-schema.jsonl`);

const flow = (name: string): FlowEntity =>
  Object.assign(new FlowEntity(), { id: '123e4567-e89b-12d3-a456-426614174000', name, tags: [] });

describe('the tables', () => {
  const database = freshDatabase();

  it.each([
    ['2.20.25', ['labels']],
    ['3.8.8', []],
  ])('have the names and columns of Prefect %s, and beside them %j only', (version, more) => {
    const file = new Sqlite(database.url().slice('sqlite:'.length), { readonly: true });
    for (const { table, columns } of tablesOf(version)) {
      const own = (file.pragma(`table_info(${table})`) as { name: string }[]).map((column) => column.name);
      const shared = own.filter((name) => !more.includes(name));
      expect([table, shared.sort()]).toEqual([table, [...columns].sort()]);
    }
    file.close();
  });

  it("have Prefect's unique indexes, and no index of another name but ours", () => {
    const file = new Sqlite(database.url().slice('sqlite:'.length), { readonly: true });
    for (const { table, indexes } of tablesOf('3.8.8')) {
      const own = file.pragma(`index_list(${table})`) as { name: string; unique: number }[];
      const named = own.filter((index) => !index.name.startsWith('sqlite_'));
      const unique = named.filter((index) => index.unique === 1).map((index) => index.name);
      expect(unique.sort()).toEqual(indexes.filter((index) => index.unique).map((index) => index.name));
      const names = named.map((index) => index.name).filter((name) => !OWN.has(name));
      expect(indexes.map((index) => index.name)).toEqual(expect.arrayContaining(names));
    }
    file.close();
  });

  it('are made once, and gone after the migration is taken back', async () => {
    await database.current().close();
    const again = await Database.open(database.url());
    await again.close();
    const source = new DataSource({
      type: 'better-sqlite3',
      database: database.url().slice('sqlite:'.length),
      entities: [...ENTITIES],
      migrations: [...MIGRATIONS],
      migrationsTableName: 'prefect_states_migration',
    });
    await source.initialize();
    await undoAll(source);
    const tables = await source.query<{ name: string }[]>("SELECT name FROM sqlite_master WHERE type = 'table'");
    expect(tables.map((table) => table.name)).not.toContain('flow_run_state');
    await source.destroy();
    const made = await Database.open(database.url());
    await made.close();
  });
});

describe('Database', () => {
  const database = freshDatabase();

  it('is on the disk when a write is answered', async () => {
    await database.current().write((manager) => manager.insert(FlowEntity, flow('kept')));
    const other = new Sqlite(database.url().slice('sqlite:'.length), { readonly: true });
    expect(other.prepare('SELECT name FROM flow').all()).toEqual([{ name: 'kept' }]);
    expect(other.pragma('journal_mode', { simple: true })).toBe('wal');
    other.close();
  });

  it('keeps nothing of a write that fails', async () => {
    const failing = database.current().write(async (manager) => {
      await manager.insert(FlowEntity, flow('lost'));
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await database.current().reader.countBy(FlowEntity, {})).toBe(0);
    await database.current().write((manager) => manager.insert(FlowEntity, flow('kept')));
    expect(await database.current().reader.countBy(FlowEntity, {})).toBe(1);
  });

  it('shows no reader what is not committed', async () => {
    let seen = -1;
    await database.current().write(async (manager) => {
      await manager.insert(FlowEntity, flow('open'));
      seen = await database.current().reader.countBy(FlowEntity, {});
    });
    expect(seen).toBe(0);
  });

  it('runs writes one after another', async () => {
    const order: string[] = [];
    const write = (name: string) =>
      database.current().write(async (manager) => {
        order.push(`${name} begins`);
        await manager.query('SELECT 1');
        order.push(`${name} ends`);
      });
    await Promise.all([write('a'), write('b')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('ends the writes that were begun before it closes', async () => {
    const writing = database.current().write((manager) => manager.insert(FlowEntity, flow('last')));
    await database.current().close();
    await writing;
    const again = await Database.open(database.url());
    expect(await again.reader.countBy(FlowEntity, {})).toBe(1);
    await again.close();
  });
});

describe('Database.open(), refusing', () => {
  const folder = temporaryFolder();

  it.each([
    ['postgres://me:s3cr3t@127.0.0.1:1/db', 'ECONNREFUSED'],
    ['postgres://me:s3cr3t@127.0.0.1:x/db', 'cannot be opened: Invalid URL'],
  ])('says why %j cannot be opened, and no password', async (url, reason) => {
    const opening = Database.open(url);
    await expect(opening).rejects.toThrow(DatabaseUnavailableError);
    await expect(opening).rejects.toThrow(reason);
    await expect(opening).rejects.not.toThrow('s3cr3t');
  });

  it('tells the reason whole when a sign of the password stands in it', async () => {
    const opening = Database.open('postgres://me:C@s3cr3t@127.0.0.1:1/db');
    await expect(opening).rejects.toThrow('cannot be opened: connect ECONNREFUSED 127.0.0.1:1');
  });

  it.each([
    ['mysql://me:s3cr3t@host/db', 'mysql'],
    ['postgresql+asyncpg://me:s3cr3t@host/db', 'postgresql+asyncpg'],
    ['s3cr3t:s3cr3t@host/db', ''],
    [' postgres://me:s3cr3t@host/db', ''],
    ['postgres:', 'postgres'],
    ['mysql:x', 'mysql'],
    ['sqlite:', 'sqlite'],
    ['sqlite::memory:', 'sqlite'],
    ['', ''],
    ['prefect.db', ''],
  ])('says of %j what it takes, and no password', async (url, kind) => {
    const opening = Database.open(url);
    await expect(opening).rejects.toThrow(`a database of the kind '${kind}'; it must be sqlite:PATH`);
    await expect(opening).rejects.not.toThrow('s3cr3t');
  });

  it('refuses a file that is no database, and leaves it as it was', async () => {
    const file = join(folder, 'notes.txt');
    writeFileSync(file, 'not a database, but long enough to be taken for one '.repeat(20));
    const before = readFileSync(file);
    await expect(Database.open(`sqlite:${file}`)).rejects.toMatchObject({
      message: 'file is not a database',
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
